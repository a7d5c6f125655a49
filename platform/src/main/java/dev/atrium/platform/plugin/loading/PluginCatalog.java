package dev.atrium.platform.plugin.loading;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.AtriumExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins of a folder. One that cannot be loaded or started is reported with a sentence; the
 * others go on.
 */
public final class PluginCatalog implements AutoCloseable {
  private final Map<String, LoadedPlugin> started = new LinkedHashMap<>();
  private final List<PluginReport> reports = new ArrayList<>();

  private PluginCatalog() {}

  /** Loads and starts every plugin of a folder: jars, and folders as Maven leaves them. */
  public static PluginCatalog load(Path root) {
    if (!Files.isDirectory(root)) {
      throw AtriumException.caller(
          "plugins_not_found", "The plugin folder " + root + " does not exist.");
    }
    var catalog = new PluginCatalog();
    catalog.loadInOrder(catalog.candidates(root));
    return catalog;
  }

  /** One report per plugin found, failed ones included, by id. */
  public List<PluginReport> reports() {
    return List.copyOf(reports);
  }

  /** The scenarios of the plugins that started. */
  public List<LoadedScenario> scenarios() {
    return started.values().stream().map(LoadedPlugin::scenario).toList();
  }

  /** What the started plugins bring of a kind, in the order of their plugins. */
  public <T extends AtriumExtension> List<T> extensions(Class<T> kind) {
    return started.values().stream().flatMap(it -> it.extensions(kind).stream()).toList();
  }

  /** Those that failed. */
  public List<PluginReport> failures() {
    return reports.stream().filter(it -> it.state() == PluginReport.State.FAILED).toList();
  }

  /** Gives away the plugins that started, each after those it depends on, to be closed there. */
  public List<LoadedPlugin> handOver() {
    var all = List.copyOf(started.values());
    started.clear();
    return all;
  }

  private List<PluginCandidate> candidates(Path root) {
    var byId = new LinkedHashMap<String, PluginCandidate>();
    for (var path : paths(root)) {
      try {
        var candidate = PluginCandidate.read(path);
        var other = byId.putIfAbsent(candidate.id(), candidate);
        if (other != null) {
          throw new PluginRefused(
              path.getFileName()
                  + " has the same plugin.id as "
                  + other.path().getFileName()
                  + "; only the first is used.");
        }
      } catch (PluginRefused refused) {
        fail(path.getFileName().toString(), "", refused.sentence());
      }
    }
    return List.copyOf(byId.values());
  }

  private static List<Path> paths(Path root) {
    try {
      return PluginCandidate.in(root);
    } catch (IOException failure) {
      throw AtriumException.outside(
          "plugins_unreadable", "The plugin folder " + root + " cannot be read.", failure);
    }
  }

  /** Starts each plugin after those it depends on, until no more can be started. */
  private void loadInOrder(List<PluginCandidate> candidates) {
    var waiting = new ArrayList<>(candidates);
    var progress = true;
    while (progress) {
      var ready =
          waiting.stream().filter(it -> PluginLoading.missing(it, started).isEmpty()).toList();
      progress = !ready.isEmpty();
      waiting.removeAll(ready);
      ready.forEach(this::start);
    }
    waiting.forEach(
        plugin ->
            fail(
                plugin.id(),
                plugin.version(),
                PluginLoading.missing(plugin, started).orElse("It cannot be met.")));
  }

  private void start(PluginCandidate plugin) {
    try {
      started.put(plugin.id(), PluginLoading.load(plugin, started));
      reports.add(new PluginReport(plugin.id(), plugin.version(), PluginReport.State.STARTED, ""));
    } catch (PluginRefused refused) {
      fail(plugin.id(), plugin.version(), refused.sentence());
    }
  }

  private void fail(String id, String version, String reason) {
    reports.add(new PluginReport(id, version, PluginReport.State.FAILED, reason));
  }

  /** Stops the plugins and closes their class loaders. */
  @Override
  public void close() {
    List.copyOf(started.values()).reversed().forEach(LoadedPlugin::close);
    started.clear();
  }
}
