package dev.atrium.platform.plugin.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The versions of one plugin that serve now.
 *
 * @param chosen versions of single tenants, by tenant
 */
record Line(LiveVersion current, Map<String, LiveVersion> chosen) {
  Line {
    chosen = Map.copyOf(chosen);
  }

  LiveVersion of(String tenant) {
    return chosen.getOrDefault(tenant, current);
  }

  Line with(LiveVersion version) {
    return new Line(version, chosen);
  }

  Line choosing(String tenant, LiveVersion version) {
    var all = new HashMap<>(chosen);
    all.put(tenant, version);
    return new Line(current, all);
  }

  Line unchoosing(String tenant) {
    var all = new HashMap<>(chosen);
    all.remove(tenant);
    return new Line(current, all);
  }

  Stream<LiveVersion> all() {
    return Stream.concat(Stream.of(current), chosen.values().stream()).distinct();
  }
}
