package dev.atrium.platform.cli;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Sequences of random prompts that start together. Two runs: prompts with one token to generate
 * (prefill), then with all (prefill and decode); the difference is decoding.
 */
final class EngineBenchmark {
  private static final double NANOS = 1e9;

  private final ModelReplica replica;
  private final int sequences;
  private final int prompt;
  private final int generate;
  private final Random random = new Random(1);

  /** What was measured, over all sequences together. */
  record Result(
      double prefillTokensPerSecond, double decodeTokensPerSecond, double firstTokenMillis) {}

  EngineBenchmark(ModelReplica replica, int sequences, int prompt, int generate) {
    this.replica = replica;
    this.sequences = sequences;
    this.prompt = prompt;
    this.generate = generate;
  }

  Result run() {
    var first = seconds(1);
    var all = seconds(generate);
    var decoded = (double) sequences * (generate - 1);
    return new Result(
        sequences * prompt / first, decoded / Math.max(all - first, 1 / NANOS), first * 1000);
  }

  private double seconds(int tokens) {
    var begin = System.nanoTime();
    var ends = new ArrayList<CompletableFuture<TokenUsage>>();
    for (var i = 0; i < sequences; i++) {
      var end = new CompletableFuture<TokenUsage>();
      ends.add(end);
      replica.submit(input(tokens), new EndOnly(end));
    }
    ends.forEach(CompletableFuture::join);
    return (System.nanoTime() - begin) / NANOS;
  }

  private GenerationInput input(int tokens) {
    var ids = random.ints(prompt, 0, replica.info().vocabularySize()).boxed().toList();
    return new GenerationInput(
        "bench",
        new Prompt.Tokens(ids),
        SamplingParameters.GREEDY.withMaxTokens(tokens),
        Optional.empty(),
        true);
  }

  private record EndOnly(CompletableFuture<TokenUsage> end) implements GenerationSink {
    @Override
    public void delta(String text, int tokens) {
      // only the end counts
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      end.complete(usage);
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      end.completeExceptionally(failure);
    }
  }
}
