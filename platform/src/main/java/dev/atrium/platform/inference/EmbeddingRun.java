package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.Embedder;
import dev.atrium.platform.inference.engine.EmbeddingInput;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import dev.atrium.platform.inference.engine.Generation;
import dev.atrium.platform.inference.engine.Pooling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The vectors of one request, a few texts at a time, so that a long list neither fills the model's
 * queue nor takes all places of its batch. Used on one context.
 */
final class EmbeddingRun {
  private final Promise<EmbeddingResult> end = Promise.promise();
  private final long received = System.nanoTime();
  private final Context context;
  private final Embedder embedder;
  private final EmbeddingRequest request;
  private final Pooling pooling;
  private final int together;
  private final UnaryOperator<float[]> finish;
  private final Map<Integer, Generation> inFlight = new HashMap<>();
  private List<int[]> texts = List.of();
  private float[][] vectors = {};
  private Optional<AtriumException> failure = Optional.empty();
  private int next;
  private int tokens;

  /**
   * @param pooling unless the request names one
   * @param together texts in the model's hands at a time
   * @param finish brings a vector to its last form
   */
  EmbeddingRun(
      Context context,
      Embedder embedder,
      EmbeddingRequest request,
      Pooling pooling,
      int together,
      UnaryOperator<float[]> finish) {
    this.context = context;
    this.embedder = embedder;
    this.request = request;
    this.pooling = request.pooling().orElse(pooling);
    this.together = together;
    this.finish = finish;
  }

  /** Fails if the request is refused; else ends with what was computed. */
  Future<EmbeddingResult> run() {
    return context
        .executeBlocking(this::read, false)
        .compose(
            read -> {
              texts = read;
              vectors = new float[read.size()][];
              proceed();
              return end.future();
            });
  }

  /** Gives the rest up. */
  void cancel() {
    fail(AtriumException.caller("call_aborted", "The call was given up."));
    if (inFlight.isEmpty()) {
      finish();
    }
  }

  /** All texts are read before the first is computed: one that cannot be refuses them all. */
  private List<int[]> read() {
    Vectors.requireWithin(request.dimensions(), embedder.stateSize());
    var read = new ArrayList<int[]>();
    for (var text : request.texts()) {
      var ids = embedder.tokens(text);
      embedder.requireEmbeddable(ids.length, pooling);
      read.add(ids);
    }
    return read;
  }

  private void proceed() {
    while (failure.isEmpty() && next < texts.size() && inFlight.size() < together) {
      if (!submit(next)) {
        break;
      }
      next++;
    }
    if (inFlight.isEmpty() && (failure.isPresent() || next == texts.size())) {
      finish();
    }
  }

  /** False if there is no room for more than what is there already. */
  private boolean submit(int index) {
    try {
      inFlight.put(index, embedder.embed(input(texts.get(index)), new Answer(index)));
      return true;
    } catch (AtriumException refusal) {
      var later = refusal.kind() == AtriumException.Kind.CAPACITY && !inFlight.isEmpty();
      if (!later) {
        fail(refusal);
      }
      return false;
    }
  }

  private EmbeddingInput input(int[] ids) {
    return new EmbeddingInput(
        request.tenant().value(), ids, pooling, request.adapter(), Optional.of(timeLeft()));
  }

  private Duration timeLeft() {
    return request.timeout().minusNanos(System.nanoTime() - received);
  }

  private void fail(AtriumException cause) {
    if (failure.isEmpty()) {
      failure = Optional.of(cause);
      inFlight.values().forEach(Generation::cancel);
    }
  }

  private void finish() {
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received);
    var whole = failure.isPresent() ? List.<float[]>of() : Arrays.asList(vectors);
    end.tryComplete(new EmbeddingResult(embedder.id(), whole, tokens, millis, failure));
  }

  /** One text's way back; called on the engine's thread. */
  private final class Answer implements EmbeddingSink {
    private final int index;

    Answer(int index) {
      this.index = index;
    }

    @Override
    public void embedded(float[] vector, int computed) {
      var finished = finish.apply(vector);
      context.runOnContext(
          now -> {
            vectors[index] = finished;
            ended(index, computed);
          });
    }

    @Override
    public void failed(AtriumException cause, int computed) {
      context.runOnContext(
          now -> {
            fail(cause);
            ended(index, computed);
          });
    }
  }

  private void ended(int index, int computed) {
    inFlight.remove(index);
    tokens += computed;
    proceed();
  }
}
