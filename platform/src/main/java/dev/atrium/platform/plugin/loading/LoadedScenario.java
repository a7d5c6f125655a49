package dev.atrium.platform.plugin.loading;

import dev.atrium.spi.Scenario;

/**
 * A plugin's scenario, ready to answer.
 *
 * @param loader the plugin's class loader
 */
public record LoadedScenario(
    String pluginId, String version, Scenario scenario, ClassLoader loader) {}
