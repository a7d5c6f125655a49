package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.Ending;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenShaping;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests with parameters at and beyond their ends, alone and against each other: answered by a
 * real model, or refused as the caller's mistake. {@code -Datrium.fuzz.requests=100000} for more.
 */
class SamplingFuzzTest {
  private static final int REQUESTS = Integer.getInteger("atrium.fuzz.requests", 400);
  private static final double[] NUMBERS = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -100,
    -2,
    -1e-300,
    0,
    Double.MIN_VALUE,
    1e-40,
    1e-9,
    0.3,
    0.999999999,
    1,
    1.3,
    2,
    2.1,
    10,
    100,
    1e300
  };
  private static final int[] WHOLES = {
    Integer.MIN_VALUE, -1, 0, 1, 2, 20, 767, 768, 1_000_000, Integer.MAX_VALUE
  };

  private final Random random = new Random(23);

  @TempDir Path model;

  @Test
  void submit_anyParameters_isAnsweredOrTheCallersMistake() throws Exception {
    SampleModel.write(ModelShape.TINY, 1, model);
    var answered = 0;
    try (var replica = TorchModels.load(model, EngineSettings.DEFAULT.withSequences(8))) {
      for (var request = 0; request < REQUESTS; request++) {
        answered += answeredOrRefused(replica) ? 1 : 0;
      }
      assertThat(replica.problem()).isEmpty();
    }
    assertThat(answered).isBetween(1, REQUESTS - 1);
  }

  private boolean answeredOrRefused(ModelReplica replica) throws Exception {
    try {
      var end = new End();
      replica.submit(new GenerationInput("t", prompt(), sampling(), Optional.empty()), end);
      var usage = end.done.get(60, TimeUnit.SECONDS);
      assertThat(usage.generated()).isBetween(1, 768);
      return true;
    } catch (AtriumException refusal) {
      assertThat(refusal.kind()).isEqualTo(AtriumException.Kind.CALLER);
      return false;
    }
  }

  private Prompt prompt() {
    return random.nextInt(8) == 0
        ? new Prompt.Tokens(List.of(1, whole(), whole()))
        : new Prompt.Tokens(List.of(1, 5, 9));
  }

  /** A few parameters at the edge, the others as usual. */
  private SamplingParameters sampling() {
    return new SamplingParameters(
            edge(1), edge(1), wholeEdge(0), OptionalLong.of(random.nextLong()), List.of(), 4)
        .withShaping(
            new TokenShaping(edge(0), edge(1), edge(0), edge(0), Map.of(wholeEdge(3), edge(0))))
        .withEnding(new Ending(Set.of(wholeEdge(7)), wholeEdge(0), random.nextBoolean()));
  }

  private double edge(double usual) {
    return random.nextInt(4) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : usual;
  }

  private int wholeEdge(int usual) {
    return random.nextInt(6) == 0 ? whole() : usual;
  }

  private int whole() {
    return WHOLES[random.nextInt(WHOLES.length)];
  }

  private static final class End implements GenerationSink {
    final CompletableFuture<TokenUsage> done = new CompletableFuture<>();

    @Override
    public void delta(String text, int tokens) {
      // only the end counts
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      done.complete(usage);
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      done.completeExceptionally(failure);
    }
  }
}
