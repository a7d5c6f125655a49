package dev.atrium.platform.plugin.loading;

import dev.atrium.spi.AtriumExtension;
import dev.atrium.spi.Scenario;
import java.nio.file.Path;
import java.util.List;

/**
 * One version of a plugin, loaded with a class loader of its own. Nothing else holds that loader:
 * once this is closed and forgotten, the plugin's classes can go.
 */
public final class LoadedPlugin implements AutoCloseable {
  private final PluginCandidate candidate;
  private final ClosedPluginManager manager;
  private final List<AtriumExtension> extensions;
  private final LoadedScenario scenario;

  /**
   * @param extensions one of them a scenario
   */
  LoadedPlugin(
      PluginCandidate candidate,
      ClosedPluginManager manager,
      List<AtriumExtension> extensions,
      ClassLoader loader) {
    this.candidate = candidate;
    this.manager = manager;
    this.extensions = List.copyOf(extensions);
    this.scenario =
        new LoadedScenario(
            candidate.id(),
            candidate.version(),
            scenario(extensions),
            candidate.permissions(),
            loader);
  }

  private static Scenario scenario(List<AtriumExtension> extensions) {
    return extensions.stream()
        .filter(Scenario.class::isInstance)
        .map(Scenario.class::cast)
        .findFirst()
        .orElseThrow();
  }

  public String id() {
    return candidate.id();
  }

  public String version() {
    return candidate.version();
  }

  /** Where it was loaded from. */
  public Path path() {
    return candidate.path();
  }

  public PluginCandidate candidate() {
    return candidate;
  }

  /** What it brings of a kind. */
  public <T extends AtriumExtension> List<T> extensions(Class<T> kind) {
    return extensions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public LoadedScenario scenario() {
    return scenario;
  }

  /** Stops the plugin and closes its class loader. */
  @Override
  public void close() {
    manager.unloadAll();
  }
}
