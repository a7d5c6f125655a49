package dev.atrium.platform.plugin.loading;

import dev.atrium.spi.Scenario;
import java.util.Set;

/**
 * A plugin's scenario, ready to answer.
 *
 * @param permissions what the plugin asked for and was granted
 * @param loader the plugin's class loader
 */
public record LoadedScenario(
    String pluginId,
    String version,
    Scenario scenario,
    Set<Permission> permissions,
    ClassLoader loader) {
  public LoadedScenario {
    permissions = Set.copyOf(permissions);
  }
}
