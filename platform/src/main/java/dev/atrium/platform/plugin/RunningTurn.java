package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.bounds.ThreadMeter;
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
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One turn on a platform thread of its own: two virtual threads that spin would hold both carriers
 * of a small machine, and the JVM tells what a thread uses of platform threads only. Its outcome
 * always comes: from the plugin, or soon after the turn was stopped if the plugin does not heed the
 * interrupt.
 */
final class RunningTurn {
  /** What a plugin gets to wind down after an interrupt before its turn is given up. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final int FRAMES_LOGGED = 8;

  /** Failures of a plugin's own doing; what the platform refused it, and what it says, are not. */
  private static final Set<String> FAULTS =
      Set.of(
          "plugin_failed",
          "turn_interrupted",
          "turn_limit_exceeded",
          "deadline_exceeded",
          "answer_too_long",
          "too_many_outcomes",
          "model_tokens_exceeded",
          "state_too_large");

  private final PluginTurn turn;
  private final LoadedScenario loaded;
  private final PluginLimits limits;
  private final Context context;
  private final TurnEvents events;
  private final TurnModels models;
  private final TurnScope scope;
  private final Promise<TurnOutcome> outcome = Promise.promise();
  private final Thread thread;
  private final ThreadMeter meter;
  private Optional<AtriumException> stopped = Optional.empty();
  private boolean aborted;
  private boolean faulty;

  /**
   * @param context the host's; events and the outcome arrive there
   */
  RunningTurn(
      PluginTurn turn,
      LoadedScenario loaded,
      TurnServices services,
      PluginLimits limits,
      Context context,
      Consumer<CallEvent> sink) {
    this.turn = turn;
    this.loaded = loaded;
    this.limits = limits;
    this.context = context;
    var delivered = new DeliveredTokens();
    this.events =
        new TurnEvents(
            event -> context.runOnContext(ignored -> sink.accept(event)),
            delivered,
            limits.outcomes());
    this.models = new TurnModels(turn, services.models(), context, delivered, limits.modelTokens());
    this.scope = new TurnScope(turn, loaded, services, models, events);
    this.thread = Thread.ofPlatform().daemon().name("turn-" + turn.callId()).unstarted(this::run);
    this.meter = new ThreadMeter(thread);
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

  /** Stops the turn if it uses more than it may. On the host's context, now and then. */
  void look() {
    meter
        .exceeds(limits)
        .ifPresent(
            excess ->
                stop(
                    AtriumException.outside(
                        "turn_limit_exceeded", "The scenario used " + excess + ".")));
  }

  /** Whether its thread lives on. */
  boolean alive() {
    return thread.isAlive();
  }

  /** What a given-up turn's thread does that nothing can stop, if it does. */
  Optional<String> rage() {
    return meter
        .rages()
        .map(
            what ->
                "a turn of %s was given up and %s, at %s"
                    .formatted(turn.tenant(), what, frames(thread.getStackTrace())));
  }

  /** Whether the turn failed through the plugin's own doing. */
  boolean faulty() {
    return faulty;
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
      scope.settings(); // refuses settings that break the scenario's schema
      loaded.scenario().answer(new UserMessage(turn.text()), scope, events);
      failure = Optional.empty();
    } catch (Throwable thrown) {
      failure = Optional.of(failure(thrown));
    }
    var ending = failure;
    try {
      context.runOnContext(ignored -> end(ending));
    } catch (RejectedExecutionException stopped) {
      // the host is gone, and with it all who waited
    }
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
            frames(thrown.getStackTrace()));
    return AtriumException.outside(
        "plugin_failed", "The plugin " + loaded.pluginId() + " failed: " + kind(thrown) + ".");
  }

  /** Where it failed; a message could hold what the end user wrote. */
  private static List<StackTraceElement> frames(StackTraceElement[] trace) {
    return Stream.of(trace).limit(FRAMES_LOGGED).toList();
  }

  private static String kind(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  private void end(Optional<AtriumException> failure) {
    events.close();
    var told = failure.isEmpty() ? failure : stopped.or(() -> failure);
    if (outcome.future().isComplete()) {
      return;
    }
    faulty = told.filter(reason -> FAULTS.contains(reason.code())).isPresent();
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
