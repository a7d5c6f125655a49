package dev.atrium.platform.inference.remote;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.remote.RemoteCall.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One generation: asks endpoint after endpoint until one answers. Asked again is only where nothing
 * can have been computed, so that nothing is billed twice. Used on one context.
 */
final class RemoteGeneration {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final RemoteModelActor.Route route;
  private final GenerationRequest request;
  private final Consumer<GenerationPiece> sink;
  private final Promise<GenerationResult> end = Promise.promise();
  private final long received = System.nanoTime();
  private Optional<RemoteCall> running = Optional.empty();
  private long firstTokenMillis = -1;
  private boolean cancelled;
  private boolean late;

  RemoteGeneration(
      Vertx vertx,
      RemoteModelActor.Route route,
      GenerationRequest request,
      Consumer<GenerationPiece> sink) {
    this.vertx = vertx;
    this.route = route;
    this.request = request;
    this.sink = sink;
  }

  Future<GenerationResult> run() {
    var deadline = vertx.setTimer(Math.max(1, request.timeout().toMillis()), tick -> expire());
    end.future().onComplete(over -> vertx.cancelTimer(deadline));
    ask(0, 0, "no endpoint is in service", Duration.ZERO);
    return end.future();
  }

  void cancel() {
    cancelled = true;
    running.ifPresent(RemoteCall::cancel);
  }

  private void expire() {
    late = true;
    running.ifPresent(RemoteCall::cancel);
  }

  private void ask(int endpoint, int attempt, String why, Duration retryAfter) {
    if (cancelled || late) {
      giveUp();
    } else if (endpoint >= route.model().endpoints().size()) {
      end.tryFail(unavailable(why, retryAfter));
    } else if (attempt >= route.model().attempts() || !route.breakers().get(endpoint).admits()) {
      ask(endpoint + 1, 0, why, retryAfter);
    } else {
      var call =
          new RemoteCall(vertx, route.model().patience(), request.sampling().choices(), this::pass);
      running = Optional.of(call);
      call.run(route.client(), route.model().endpoints().get(endpoint), request, route.keys())
          .onSuccess(outcome -> came(outcome, call, endpoint, attempt));
    }
  }

  private void came(Outcome outcome, RemoteCall call, int endpoint, int attempt) {
    running = Optional.empty();
    var breaker = route.breakers().get(endpoint);
    switch (outcome) {
      case Outcome.Complete complete -> {
        breaker.succeeded();
        call.answer().end();
        end.tryComplete(result(call.answer(), FinishReason.STOP, Optional.empty()));
      }
      case Outcome.NotDone(var why, var retryAfter) -> {
        breaker.failed();
        pause(retryAfter, attempt, () -> ask(endpoint, attempt + 1, why, retryAfter));
      }
      case Outcome.Refused(var why) -> {
        breaker.undecided();
        end.tryFail(why);
      }
      case Outcome.Broken(var why) -> {
        breaker.failed();
        var failure = failed(why);
        end.tryComplete(result(call.answer(), FinishReason.FAILED, Optional.of(failure)));
      }
      case Outcome.GivenUp gone -> {
        breaker.undecided();
        end.tryComplete(result(call.answer(), reason(), Optional.empty()));
      }
    }
  }

  /** Waits a random time that grows with each attempt, and at least as long as was asked for. */
  private void pause(Duration asked, int attempt, Runnable then) {
    boolean lastHere = attempt + 1 >= route.model().attempts();
    long ceiling =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
    long jitter = ThreadLocalRandom.current().nextLong(1, ceiling + 1);
    long millis = lastHere ? 1 : Math.max(asked.toMillis(), jitter);
    vertx.setTimer(millis, tick -> then.run());
  }

  private void pass(GenerationPiece piece) {
    if (firstTokenMillis < 0) {
      firstTokenMillis = millis();
    }
    sink.accept(piece);
  }

  private void giveUp() {
    var nothing = new RemoteAnswer(request.sampling().choices(), sink);
    end.tryComplete(result(nothing, reason(), Optional.empty()));
  }

  private FinishReason reason() {
    return cancelled ? FinishReason.CANCELLED : FinishReason.DEADLINE;
  }

  private GenerationResult result(
      RemoteAnswer answer, FinishReason otherwise, Optional<AtriumException> failure) {
    List<FinishReason> finishes = answer.finishes(otherwise);
    return new GenerationResult(
        route.id(),
        otherwise == FinishReason.STOP ? finishes.getFirst() : otherwise,
        finishes,
        answer.usage(),
        firstTokenMillis,
        millis(),
        failure);
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received);
  }

  private AtriumException unavailable(String why, Duration retryAfter) {
    return AtriumException.outside(
        "remote_model_unavailable",
        "The model %s runs elsewhere and cannot be had now: %s%s."
            .formatted(
                route.model().name(),
                why,
                retryAfter.isZero()
                    ? ""
                    : ", try again in %d s".formatted(retryAfter.toSeconds())));
  }

  private AtriumException failed(String why) {
    return AtriumException.outside(
        "remote_model_failed",
        "The model %s runs elsewhere and failed on the way: %s."
            .formatted(route.model().name(), why));
  }
}
