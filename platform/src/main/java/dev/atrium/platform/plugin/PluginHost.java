package dev.atrium.platform.plugin;

import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.bounds.TenantBounds;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hosts one version of a plugin. Each {@link PluginTurn} runs on a thread of its own, beside the
 * others and within limits; what one does wrong costs that turn and its tenant. A turn whose thread
 * goes on raging after it was given up has its plugin quarantined: nothing in Java stops a thread.
 */
public final class PluginHost extends Actor {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final LoadedScenario loaded;
  private final TurnServices services;
  private final PluginLimits limits;
  private final Consumer<String> quarantine;
  private final Map<TenantId, TenantBounds> tenants = new HashMap<>();
  private final Set<RunningTurn> running = new HashSet<>();

  /** Turns that were given up and whose threads live on. */
  private final Set<RunningTurn> lost = new HashSet<>();

  private boolean quarantined;

  /** Hosts a plugin at the address of its id and version, within the usual limits. */
  public PluginHost(LoadedScenario loaded, ModelGateway gateway, KnowledgeSearch search) {
    this(
        Addresses.plugin(loaded.pluginId(), loaded.version()),
        loaded,
        new TurnServices(gateway, search),
        PluginLimits.DEFAULT,
        reason -> {});
  }

  /**
   * @param quarantine takes the reason when the plugin does what nothing can stop
   */
  public PluginHost(
      String address,
      LoadedScenario loaded,
      TurnServices services,
      PluginLimits limits,
      Consumer<String> quarantine) {
    super(address);
    this.loaded = loaded;
    this.services = services;
    this.limits = limits;
    this.quarantine = quarantine;
    onStream(PluginTurn.class, this::answer);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK.toMillis(), tick -> look());
    return super.start();
  }

  private Future<TurnOutcome> answer(PluginTurn message, StreamReply reply) {
    var bounds =
        tenants.computeIfAbsent(
            message.tenant(), tenant -> new TenantBounds(limits, System::nanoTime));
    bounds.enter();
    var turn =
        new RunningTurn(
            message, loaded, services, limits, context, event -> reply.send((Record) event));
    running.add(turn);
    var outcome = turn.start();
    reply.onCancel(turn::abort);
    return outcome.onComplete(ended -> ended(turn, message.tenant(), bounds));
  }

  private void ended(RunningTurn turn, TenantId tenant, TenantBounds bounds) {
    running.remove(turn);
    bounds.leave(turn.faulty());
    if (bounds.idle()) {
      tenants.remove(tenant, bounds);
    }
    if (turn.alive()) {
      lost.add(turn);
    }
  }

  private void look() {
    running.forEach(RunningTurn::look);
    lost.removeIf(turn -> !turn.alive());
    for (var turn : lost) {
      turn.rage().ifPresent(this::quarantine);
    }
    if (lost.size() >= limits.lostThreads()) {
      quarantine("%d of its turns never end".formatted(lost.size()));
    }
  }

  private void quarantine(String reason) {
    if (!quarantined) {
      quarantined = true;
      quarantine.accept(reason);
    }
  }

  @Override
  public Future<?> stop() {
    Set.copyOf(running).forEach(RunningTurn::abort);
    return Future.succeededFuture();
  }
}
