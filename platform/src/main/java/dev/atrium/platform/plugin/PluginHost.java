package dev.atrium.platform.plugin;

import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;

/**
 * Hosts one version of a plugin at {@link Addresses#plugin}. Each {@link PluginTurn} runs on a
 * virtual thread of its own, beside the others; what one does wrong costs that turn alone.
 */
public final class PluginHost extends Actor {
  private final LoadedScenario loaded;
  private final ModelGateway gateway;
  private final KnowledgeSearch search;
  private final Set<RunningTurn> running = new HashSet<>();

  public PluginHost(LoadedScenario loaded, ModelGateway gateway, KnowledgeSearch search) {
    super(Addresses.plugin(loaded.pluginId(), loaded.version()));
    this.loaded = loaded;
    this.gateway = gateway;
    this.search = search;
    onStream(PluginTurn.class, this::answer);
  }

  private Future<TurnOutcome> answer(PluginTurn message, StreamReply reply) {
    var turn =
        new RunningTurn(
            message, loaded, gateway, search, context, event -> reply.send((Record) event));
    running.add(turn);
    var outcome = turn.start();
    reply.onCancel(turn::abort);
    return outcome.onComplete(ended -> running.remove(turn));
  }

  @Override
  public Future<?> stop() {
    Set.copyOf(running).forEach(RunningTurn::abort);
    return Future.succeededFuture();
  }
}
