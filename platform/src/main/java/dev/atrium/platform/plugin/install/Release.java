package dev.atrium.platform.plugin.install;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which releases of a plugin serve. A release is a folder below the plugin's, or {@link #FOLDER}.
 *
 * @param previous releases that served before and may again, oldest first
 * @param tenants releases that single tenants chose
 */
public record Release(String current, List<String> previous, Map<String, String> tenants) {
  /** The version that lies in the folder of plugins. */
  public static final String FOLDER = "folder";

  /** The version in the folder is not wanted. */
  public static final String REMOVED = "removed";

  private static final int KEPT = 5;

  public Release {
    previous = List.copyOf(previous);
    tenants = Map.copyOf(tenants);
  }

  public static Release first(String release) {
    return new Release(release, List.of(), Map.of());
  }

  /** A newer release serves. */
  public Release upgradedTo(String release) {
    var all = new ArrayList<>(previous);
    all.remove(release);
    all.add(current);
    var kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
    return new Release(release, kept, tenants);
  }

  /** The release before serves again. */
  public Release rolledBack() {
    return new Release(previous.getLast(), previous.subList(0, previous.size() - 1), tenants);
  }

  /** A tenant chose a release. */
  public Release chosen(String tenant, String release) {
    var all = new HashMap<>(tenants);
    all.put(tenant, release);
    return new Release(current, previous, all);
  }

  /** A tenant goes with all the others again. */
  public Release unchosen(String tenant) {
    var all = new HashMap<>(tenants);
    all.remove(tenant);
    return new Release(current, previous, all);
  }

  /** Whether a release is still named here. */
  boolean names(String release) {
    return current.equals(release) || previous.contains(release) || tenants.containsValue(release);
  }
}
