package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginState;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.install.Release;
import dev.atrium.platform.plugin.loading.PluginCandidate;
import dev.atrium.platform.plugin.loading.PluginReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator is told of the plugins, failed ones included. One thread. */
final class PluginOverview {
  private final PluginRegistry registry;
  private final PluginStore store;
  private final Map<String, PluginCandidate> folder;
  private final Map<String, PluginState> failures = new TreeMap<>();

  PluginOverview(PluginRegistry registry, PluginStore store, Map<String, PluginCandidate> folder) {
    this.registry = registry;
    this.store = store;
    this.folder = folder;
  }

  void failed(PluginReport report) {
    failed(report.id(), report.version(), report.reason());
  }

  void failed(String id, String version, String reason) {
    failures.put(
        id,
        new PluginState(id, version, "FAILED", reason, 0, List.of(), Map.of(), List.of(), "", ""));
  }

  void recovered(String id) {
    failures.remove(id);
  }

  PluginState inspected(PluginCandidate candidate) {
    return state(candidate, "INSPECTED", "", 0);
  }

  PluginState state(String id) {
    var line = registry.line(id).orElseThrow();
    var current = line.current();
    var quarantine = current.quarantine();
    var running = line.all().mapToInt(LiveVersion::running).sum();
    return state(
        current.plugin().candidate(),
        quarantine.isPresent() ? "QUARANTINED" : "STARTED",
        quarantine.orElse(""),
        running);
  }

  private PluginState state(PluginCandidate candidate, String state, String reason, int running) {
    var id = candidate.id();
    var release = store.release(id);
    return new PluginState(
        id,
        candidate.version(),
        state,
        reason,
        running,
        release.stream()
            .flatMap(now -> now.previous().stream())
            .map(it -> version(id, it))
            .toList(),
        chosen(id),
        candidate.permissions().stream().map(Object::toString).toList(),
        text(candidate.descriptor().getProvider()),
        text(candidate.descriptor().getPluginDescription()));
  }

  private static String text(String value) {
    return Optional.ofNullable(value).orElse("");
  }

  private Map<String, String> chosen(String id) {
    return registry.line(id).stream()
        .flatMap(line -> line.chosen().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().plugin().version()));
  }

  private String version(String id, String release) {
    return release.equals(Release.FOLDER)
        ? Optional.ofNullable(folder.get(id)).map(PluginCandidate::version).orElse("")
        : release.replaceFirst("~.*", "");
  }

  /** The release that a version is. */
  String releaseOf(String id, Release release, String version) {
    var known = Stream.concat(Stream.of(release.current()), release.previous().reversed().stream());
    return Stream.concat(known, Stream.of(Release.FOLDER))
        .filter(one -> version(id, one).equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "plugin_version_not_found",
                    "The plugin %s is not here in version %s.".formatted(id, version)));
  }

  PluginList list(List<PluginList.Retired> retired) {
    var all = new ArrayList<PluginState>();
    registry.lines().keySet().stream().sorted().map(this::state).forEach(all::add);
    failures.values().stream()
        .filter(failed -> registry.line(failed.id()).isEmpty())
        .forEach(all::add);
    return new PluginList(all, retired);
  }
}
