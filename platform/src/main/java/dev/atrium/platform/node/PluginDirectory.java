package dev.atrium.platform.node;

import dev.atrium.platform.admission.TenantTerms;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import java.util.Optional;

/** Finds the plugins that run. */
record PluginDirectory(PluginCatalog catalog) {
  Optional<TenantTerms.Plugin> find(String pluginId) {
    return catalog.scenarios().stream()
        .filter(plugin -> plugin.pluginId().equals(pluginId))
        .findFirst()
        .map(PluginDirectory::running);
  }

  private static TenantTerms.Plugin running(LoadedScenario plugin) {
    return new TenantTerms.Plugin(
        plugin.pluginId() + "@" + plugin.version(),
        Addresses.plugin(plugin.pluginId(), plugin.version()));
  }
}
