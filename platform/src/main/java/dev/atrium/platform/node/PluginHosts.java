package dev.atrium.platform.node;

import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.plugin.PluginHost;
import dev.atrium.platform.plugin.TurnServices;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.lifecycle.HostDeployer;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** Hosts plugins as supervised actors. */
record PluginHosts(Supervisor supervisor, DeploymentOptions options, TurnServices services)
    implements HostDeployer {
  @Override
  public Future<Void> start(LoadedScenario plugin, String address, Consumer<String> quarantine) {
    return supervisor.start(
        () -> new PluginHost(address, plugin, services, PluginLimits.DEFAULT, quarantine), options);
  }

  @Override
  public Future<Void> stop(String address) {
    return supervisor.stop(address);
  }
}
