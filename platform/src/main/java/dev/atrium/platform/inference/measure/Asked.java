package dev.atrium.platform.inference.measure;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A greedy request to a replica, and how it ended.
 *
 * @param usage what it took
 * @param millis from the request to its end
 */
record Asked(TokenUsage usage, double millis) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Asks for exactly so many tokens. */
  static CompletableFuture<Asked> of(
      ModelReplica replica, String tenant, List<Integer> prompt, int tokens) {
    var end = new CompletableFuture<Asked>();
    var begin = System.nanoTime();
    var input =
        new GenerationInput(
            tenant,
            new Prompt.Tokens(prompt),
            SamplingParameters.GREEDY.withMaxTokens(tokens),
            Optional.empty(),
            true);
    replica.submit(input, new End(end, begin));
    return end;
  }

  private record End(CompletableFuture<Asked> end, long begin) implements GenerationSink {
    @Override
    public void delta(String text, int tokens) {
      // only the end counts
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      end.complete(new Asked(usage, (System.nanoTime() - begin) / NANOS_PER_MILLI));
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      end.completeExceptionally(failure);
    }
  }
}
