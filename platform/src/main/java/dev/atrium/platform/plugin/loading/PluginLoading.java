package dev.atrium.platform.plugin.loading;

import java.net.URLClassLoader;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.VersionManager;

/** Loads one version of a plugin against the plugins that it depends on. */
public final class PluginLoading {
  /** The SPI's version, which a plugin may ask for with {@code plugin.requires}. */
  public static final String SPI_VERSION = "0.3.0";

  private static final VersionManager VERSIONS = new DefaultVersionManager();

  private PluginLoading() {}

  /**
   * Loads, starts and tests a plugin; nothing is left of it if it is refused. Blocks.
   *
   * @param others what runs, by id
   * @throws PluginRefused with a sentence why
   */
  public static LoadedPlugin load(PluginCandidate plugin, Map<String, LoadedPlugin> others)
      throws PluginRefused {
    requireSpi(plugin);
    var missing = missing(plugin, others);
    if (missing.isPresent()) {
      throw new PluginRefused(missing.get());
    }
    SpiLinkage.check(plugin);
    var manager = new ClosedPluginManager(plugin, SPI_VERSION, loaders(plugin, others));
    try {
      var loader = started(plugin, manager);
      var extensions = new Extensions(loader, manager.getExtensionFactory()).all();
      var loaded = new LoadedPlugin(plugin, manager, extensions, loader);
      SelfTest.run(loaded.scenario());
      return loaded;
    } catch (PluginRuntimeException | LinkageError failure) {
      manager.unloadAll();
      throw new PluginRefused("It cannot be loaded: " + failure.getMessage() + ".");
    } catch (PluginRefused refused) {
      manager.unloadAll();
      throw refused;
    }
  }

  /** Why a plugin's dependencies cannot be met, if so. */
  static Optional<String> missing(PluginCandidate plugin, Map<String, LoadedPlugin> others) {
    return plugin.dependencies().stream()
        .filter(needed -> !satisfied(needed, others))
        .findFirst()
        .map(
            needed ->
                "It needs the plugin "
                    + needed.getPluginId()
                    + " "
                    + needed.getPluginVersionSupport()
                    + ", which has not started.");
  }

  private static boolean satisfied(PluginDependency needed, Map<String, LoadedPlugin> others) {
    var found = others.get(needed.getPluginId());
    return found == null
        ? needed.isOptional()
        : VERSIONS.checkVersionConstraint(found.version(), needed.getPluginVersionSupport());
  }

  private static Map<String, ClassLoader> loaders(
      PluginCandidate plugin, Map<String, LoadedPlugin> others) {
    return plugin.dependencies().stream()
        .map(PluginDependency::getPluginId)
        .filter(others::containsKey)
        .collect(
            Collectors.toMap(
                id -> id, id -> Objects.requireNonNull(others.get(id)).scenario().loader()));
  }

  private static URLClassLoader started(PluginCandidate plugin, ClosedPluginManager manager)
      throws PluginRefused {
    var wrapper = manager.load();
    if (manager.startPlugin(plugin.id()) != PluginState.STARTED) {
      throw new PluginRefused("Its plugin class failed: " + wrapper.getFailedException() + ".");
    }
    return (URLClassLoader) wrapper.getPluginClassLoader();
  }

  /** A plain version asks for that one or a newer one of the same major version. */
  private static void requireSpi(PluginCandidate plugin) throws PluginRefused {
    var requires = Optional.ofNullable(plugin.descriptor().getRequires()).orElse("*").strip();
    var plain = requires.matches("\\d+\\.\\d+\\.\\d+");
    var newEnough =
        VERSIONS.checkVersionConstraint(SPI_VERSION, plain ? ">=" + requires : requires);
    if (!newEnough || (plain && !major(requires).equals(major(SPI_VERSION)))) {
      throw new PluginRefused(
          "It requires the SPI in version " + requires + "; this is version " + SPI_VERSION + ".");
    }
  }

  private static String major(String version) {
    return version.substring(0, version.indexOf('.'));
  }
}
