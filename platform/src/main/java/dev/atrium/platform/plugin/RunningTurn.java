package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.UserMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One turn on a virtual thread of its own. Its outcome always comes: from the plugin, or soon after
 * the turn was stopped if the plugin does not heed the interrupt.
 */
final class RunningTurn {
  /** What a plugin gets to wind down after an interrupt before its turn is given up. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final int FRAMES_LOGGED = 8;

  private final PluginTurn turn;
  private final LoadedScenario loaded;
  private final Context context;
  private final TurnEvents events;
  private final TurnModels models;
  private final TurnScope scope;
  private final Promise<TurnOutcome> outcome = Promise.promise();
  private final Thread thread;
  private Optional<AtriumException> stopped = Optional.empty();
  private boolean aborted;

  /**
   * @param context the host's; events and the outcome arrive there
   */
  RunningTurn(
      PluginTurn turn,
      LoadedScenario loaded,
      ModelGateway gateway,
      KnowledgeSearch search,
      Context context,
      Consumer<CallEvent> sink) {
    this.turn = turn;
    this.loaded = loaded;
    this.context = context;
    var delivered = new DeliveredTokens();
    this.events =
        new TurnEvents(event -> context.runOnContext(ignored -> sink.accept(event)), delivered);
    this.models = new TurnModels(turn, gateway, context, delivered);
    this.scope = new TurnScope(turn, loaded.pluginId(), search, models, events);
    this.thread = Thread.ofVirtual().name("turn-" + turn.callId()).unstarted(this::run);
  }

  /** Starts the turn; completes on the host's context, and never fails. */
  Future<TurnOutcome> start() {
    thread.setContextClassLoader(loaded.loader());
    thread.start();
    var timer =
        context.owner().setTimer(Math.max(1, turn.deadline().toMillis()), ignored -> expire());
    return outcome.future().onComplete(ended -> context.owner().cancelTimer(timer));
  }

  /** Stops the turn because its caller went away. On the host's context. */
  void abort() {
    aborted = true;
    stop(AtriumException.caller("call_aborted", "The caller went away."));
  }

  private void expire() {
    stop(
        AtriumException.capacity(
            "deadline_exceeded", "The scenario took longer than its deadline.", GRACE));
  }

  private void stop(AtriumException reason) {
    if (stopped.isEmpty()) {
      stopped = Optional.of(reason);
      thread.interrupt();
      context.owner().setTimer(GRACE.toMillis(), ignored -> end(Optional.of(reason)));
    }
  }

  /** Whatever the plugin throws, errors included, is its own turn's failure. */
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private void run() {
    Optional<AtriumException> failure;
    try {
      loaded.scenario().answer(new UserMessage(turn.text()), scope, events);
      failure = Optional.empty();
    } catch (Throwable thrown) {
      failure = Optional.of(failure(thrown));
    }
    var ending = failure;
    context.runOnContext(ignored -> end(ending));
  }

  private AtriumException failure(Throwable thrown) {
    return switch (thrown) {
      case PlatformRefusal refused -> refused.refusal();
      case ScenarioException told ->
          AtriumException.outside("scenario_refused", String.valueOf(told.getMessage()));
      case InterruptedException interrupted ->
          AtriumException.outside("turn_interrupted", "The scenario was interrupted.");
      default -> broken(thrown);
    };
  }

  private AtriumException broken(Throwable thrown) {
    scope
        .log()
        .error(
            "The plugin {} {} failed: {} at {}",
            loaded.pluginId(),
            loaded.version(),
            kind(thrown),
            frames(thrown));
    return AtriumException.outside(
        "plugin_failed", "The plugin " + loaded.pluginId() + " failed: " + kind(thrown) + ".");
  }

  /** Where it failed; a message could hold what the end user wrote. */
  private static List<StackTraceElement> frames(Throwable thrown) {
    return Stream.of(thrown.getStackTrace()).limit(FRAMES_LOGGED).toList();
  }

  private static String kind(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  private void end(Optional<AtriumException> failure) {
    events.close();
    var told = failure.isEmpty() ? failure : stopped.or(() -> failure);
    outcome.tryComplete(
        new TurnOutcome(
            told.isEmpty() ? events.outcome() : aborted ? "aborted" : "failed",
            told.isEmpty() ? scope.state() : Map.copyOf(turn.state()),
            models.usage(),
            models.model(),
            models.firstTokenMillis(),
            models.engineMillis(),
            aborted ? Optional.empty() : told.map(TurnOutcome.Failure::of)));
  }
}
