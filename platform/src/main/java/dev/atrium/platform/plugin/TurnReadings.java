package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.plugin.ReadingRequest.Purpose;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Straight-line calls of a turn that have texts read, with everything counted. */
final class TurnReadings {
  private static final String DEFAULT = "default";
  private static final int MOST_TEXTS = 2048;

  /** The model ends a late reading itself and tells what it took; the turn waits longer. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final PluginTurn turn;
  private final ModelGateway gateway;
  private final Context context;
  private final Consumer<Reading> counter;

  /**
   * @param counter takes every reading that ended, failed ones too
   */
  TurnReadings(PluginTurn turn, ModelGateway gateway, Context context, Consumer<Reading> counter) {
    this.turn = turn;
    this.gateway = gateway;
    this.context = context;
    this.counter = counter;
  }

  /**
   * Has texts read; blocks.
   *
   * @param left of the turn's time
   */
  Reading read(String model, List<String> texts, Purpose purpose, Duration left)
      throws InterruptedException {
    requireReadable(texts);
    var named = model.equals(DEFAULT) ? turn.model() : model;
    var call = begin(new ReadingRequest(turn.tenant(), named, texts, purpose, left));
    var ended = false;
    try {
      var reading = await(call, left.plus(GRACE));
      ended = true;
      counter.accept(reading);
      reading.failure().ifPresent(failure -> refuse(failure));
      return reading;
    } catch (ExecutionException | TimeoutException failure) {
      throw refusal(failure);
    } finally {
      if (!ended) {
        windDown(call);
      }
    }
  }

  private static void requireReadable(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
      throw new PlatformRefusal(
          AtriumException.outside(
              "texts_refused",
              "The scenario has %d texts read; there are from 1 to %d."
                  .formatted(texts.size(), MOST_TEXTS)));
    }
  }

  private StreamCall<Reading> begin(ReadingRequest request) throws InterruptedException {
    var begun = new CompletableFuture<StreamCall<Reading>>();
    context.runOnContext(ignored -> begun.complete(call(request)));
    try {
      return begun.get();
    } catch (ExecutionException failure) {
      throw refusal(failure);
    }
  }

  private StreamCall<Reading> call(ReadingRequest request) {
    try {
      return gateway.read(request);
    } catch (RuntimeException failure) {
      return new StreamCall<>(Future.failedFuture(failure), reason -> {});
    }
  }

  /** Stops a call that nobody waits for any more and still counts what it took. */
  private void windDown(StreamCall<Reading> call) {
    context.runOnContext(ignored -> call.cancel("The turn reads no further."));
    var interrupted = Thread.interrupted();
    try {
      counter.accept(await(call, GRACE));
    } catch (ExecutionException | TimeoutException uncounted) {
      // A call that failed or never ended has no usage to count.
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reading await(StreamCall<Reading> call, Duration longest)
      throws InterruptedException, ExecutionException, TimeoutException {
    return call.done()
        .toCompletionStage()
        .toCompletableFuture()
        .get(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void refuse(AtriumException failure) {
    throw new PlatformRefusal(failure);
  }

  private static PlatformRefusal refusal(Exception failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return new PlatformRefusal(AtriumException.from(cause));
  }
}
