package dev.atrium.platform.plugin.loading;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.AtriumExtension;
import dev.atrium.spi.Scenario;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.PluginDependency;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;

/**
 * The plugins of a folder. One that cannot be loaded or started is reported with a sentence; the
 * others go on.
 */
public final class PluginCatalog implements AutoCloseable {
  /** The SPI's version, which a plugin may ask for with {@code plugin.requires}. */
  public static final String SPI_VERSION = "0.1.0";

  private final ClosedPluginManager manager;
  private final Map<String, LoadedScenario> started = new LinkedHashMap<>();
  private final List<AtriumExtension> extensions = new ArrayList<>();
  private final List<PluginReport> reports = new ArrayList<>();

  private PluginCatalog(Path root) {
    this.manager = new ClosedPluginManager(root, SPI_VERSION);
  }

  /** Loads and starts every plugin of a folder: jars, and folders as Maven leaves them. */
  public static PluginCatalog load(Path root) {
    if (!Files.isDirectory(root)) {
      throw AtriumException.caller(
          "plugins_not_found", "The plugin folder " + root + " does not exist.");
    }
    var catalog = new PluginCatalog(root);
    catalog.loadInOrder(catalog.candidates(root));
    return catalog;
  }

  /** One report per plugin found, failed ones included, by id. */
  public List<PluginReport> reports() {
    return List.copyOf(reports);
  }

  /** The scenarios of the plugins that started. */
  public List<LoadedScenario> scenarios() {
    return List.copyOf(started.values());
  }

  /** What the started plugins bring of a kind, in the order of their plugins. */
  public <T extends AtriumExtension> List<T> extensions(Class<T> kind) {
    return extensions.stream().filter(kind::isInstance).map(kind::cast).toList();
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
      var ready = waiting.stream().filter(this::satisfied).toList();
      progress = !ready.isEmpty();
      waiting.removeAll(ready);
      ready.forEach(this::start);
    }
    waiting.forEach(plugin -> fail(plugin.id(), plugin.descriptor().getVersion(), missing(plugin)));
  }

  private boolean satisfied(PluginCandidate plugin) {
    return plugin.dependencies().stream().allMatch(this::satisfied);
  }

  private boolean satisfied(PluginDependency dependency) {
    var found = started.get(dependency.getPluginId());
    return found == null
        ? dependency.isOptional()
        : manager
            .getVersionManager()
            .checkVersionConstraint(found.version(), dependency.getPluginVersionSupport());
  }

  private String missing(PluginCandidate plugin) {
    var first = plugin.dependencies().stream().filter(needed -> !satisfied(needed)).findFirst();
    return first
        .map(
            needed ->
                "It needs the plugin "
                    + needed.getPluginId()
                    + " "
                    + needed.getPluginVersionSupport()
                    + ", which has not started.")
        .orElse("Its dependencies cannot be met.");
  }

  private void start(PluginCandidate plugin) {
    var version = plugin.descriptor().getVersion();
    try {
      started.put(plugin.id(), loaded(plugin, version));
      reports.add(new PluginReport(plugin.id(), version, PluginReport.State.STARTED, ""));
    } catch (PluginRefused refused) {
      unload(plugin.id());
      fail(plugin.id(), version, refused.sentence());
    }
  }

  private void unload(String id) {
    if (manager.getPlugin(id) != null) {
      manager.unloadPlugin(id);
    }
  }

  private LoadedScenario loaded(PluginCandidate plugin, String version) throws PluginRefused {
    var requires = requires(plugin);
    if (!manager.getVersionManager().checkVersionConstraint(SPI_VERSION, requires)) {
      throw new PluginRefused(
          "It requires the SPI in version " + requires + "; this is version " + SPI_VERSION + ".");
    }
    try {
      manager.load(plugin.path());
      manager.resolve();
      if (manager.startPlugin(plugin.id()) != PluginState.STARTED) {
        throw new PluginRefused("Its plugin class failed: " + cause(plugin) + ".");
      }
      var loader = (URLClassLoader) manager.getPluginClassLoader(plugin.id());
      var brought = new Extensions(loader, manager.getExtensionFactory()).all();
      var scenario = brought.stream().filter(Scenario.class::isInstance).findFirst().orElseThrow();
      extensions.addAll(brought);
      return new LoadedScenario(plugin.id(), version, (Scenario) scenario, loader);
    } catch (PluginRuntimeException | LinkageError failure) {
      throw new PluginRefused("It cannot be loaded: " + failure.getMessage() + ".");
    }
  }

  /** A plain version asks for that one or a newer one. */
  private static String requires(PluginCandidate plugin) {
    var requires = Optional.ofNullable(plugin.descriptor().getRequires()).orElse("*").strip();
    return requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires;
  }

  private String cause(PluginCandidate plugin) {
    return String.valueOf(manager.getPlugin(plugin.id()).getFailedException());
  }

  private void fail(String id, String version, String reason) {
    reports.add(new PluginReport(id, version, PluginReport.State.FAILED, reason));
  }

  /** Stops the plugins and closes their class loaders. */
  @Override
  public void close() {
    List.copyOf(started.keySet()).reversed().forEach(this::unload);
    started.clear();
    extensions.clear();
  }
}
