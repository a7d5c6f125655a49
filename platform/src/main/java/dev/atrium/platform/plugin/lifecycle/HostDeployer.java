package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.plugin.loading.LoadedScenario;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** Starts and stops the actors that host plugins. */
public interface HostDeployer {
  /**
   * Starts a host.
   *
   * @param quarantine takes the reason when the plugin does what cannot be stopped
   */
  Future<Void> start(LoadedScenario plugin, String address, Consumer<String> quarantine);

  Future<Void> stop(String address);
}
