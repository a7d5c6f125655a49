package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.tenancy.TenantId;

/** Lends the version of a plugin that serves a tenant now. Any thread; answers at once. */
@FunctionalInterface
public interface PluginLender {
  /**
   * @throws dev.atrium.platform.failure.AtriumException {@code plugin_not_running} or {@code
   *     plugin_quarantined}
   */
  LentPlugin lend(TenantId tenant, String pluginId);
}
