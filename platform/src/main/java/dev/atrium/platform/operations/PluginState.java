package dev.atrium.platform.operations;

import java.util.List;
import java.util.Map;

/**
 * A plugin of a node.
 *
 * @param version that serves, empty if none does
 * @param state {@code STARTED}, {@code FAILED}, {@code QUARANTINED}, {@code REMOVED} or, for an
 *     inspected upload, {@code INSPECTED}
 * @param reason why it failed or was quarantined, else empty
 * @param running turns under way
 * @param previous versions that can be rolled back to, oldest first
 * @param tenants versions that single tenants chose
 * @param permissions what it may use
 */
public record PluginState(
    String id,
    String version,
    String state,
    String reason,
    int running,
    List<String> previous,
    Map<String, String> tenants,
    List<String> permissions,
    String provider,
    String description) {
  public PluginState {
    previous = List.copyOf(previous);
    tenants = Map.copyOf(tenants);
    permissions = List.copyOf(permissions);
  }

  /** The same plugin after it was removed. */
  public PluginState removed() {
    return new PluginState(
        id, version, "REMOVED", "", running, previous, tenants, permissions, provider, description);
  }
}
