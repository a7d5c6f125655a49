package dev.atrium.platform.inference.measure;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.inference.measure.StepClock.Step;
import dev.atrium.platform.inference.torch.TorchModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A model under load: sequences of random tokens that arrive together. Prompts are measured in a
 * run of their own with one token to generate each, so that nothing is decoded beside them.
 */
public final class EngineBenchmark implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WARM_UP_TOKENS = 4;
  private static final String TENANT = "bench";

  private final StepClock.Notes notes = new StepClock.Notes();
  private final ModelReplica replica;
  private final Random random = new Random(1);
  private int adapters;

  /**
   * What was measured for a number of sequences.
   *
   * @param prefillTokensPerSecond prompt tokens, of all sequences together
   * @param decodeTokensPerSecond tokens generated while all sequences are being decoded
   * @param stepMillis from one decoding step to the next
   * @param firstTokenMillis from the arrival to a sequence's first token, mean over the sequences
   * @param nativeShare share of a decoding step inside the native call
   */
  public record Row(
      int sequences,
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      double stepMillis,
      double firstTokenMillis,
      double nativeShare) {}

  /** What is asked of each sequence. */
  public record Load(int sequences, int prompt, int generate) {}

  private EngineBenchmark(Path model, EngineSettings settings) {
    this.replica = TorchModels.load(model, settings, notes::around);
  }

  /** Loads a model folder. */
  public static EngineBenchmark load(Path model, EngineSettings settings) {
    return new EngineBenchmark(model, settings);
  }

  /** Runs steps of the shapes that will be measured, unmeasured. */
  public void warmUp(Load load) {
    run(load, Math.min(WARM_UP_TOKENS, load.generate()));
    notes.take();
  }

  public Row measure(Load load) {
    var begin = run(load, 1);
    var prompts = notes.take();
    var prefill = (prompts.getLast().end() - begin) / NANOS;
    var arrival = run(load, load.generate());
    var steps = notes.take();
    var decoding = steps.stream().filter(step -> step.decodes(load.sequences())).toList();
    if (decoding.size() < 2) {
      throw AtriumException.caller(
          "too_few_tokens",
          "The first of %d sequences ended before the last one's prompt was computed: generate more than %d tokens."
              .formatted(load.sequences(), load.generate()));
    }
    var pace = pace(decoding);
    return new Row(
        load.sequences(),
        load.sequences() * load.prompt() / prefill,
        load.sequences() / pace,
        pace * 1000,
        firstTokenMillis(steps, arrival),
        nativeShare(decoding));
  }

  /** Seconds from one decoding step to the next, over steps that follow each other. */
  private static double pace(List<Step> decoding) {
    var span = decoding.getLast().begin() - decoding.getFirst().begin();
    return span / NANOS / (decoding.size() - 1);
  }

  private static double nativeShare(List<Step> decoding) {
    var inside =
        decoding.subList(0, decoding.size() - 1).stream()
            .mapToLong(step -> step.end() - step.begin())
            .sum();
    return (double) inside / (decoding.getLast().begin() - decoding.getFirst().begin());
  }

  private static double firstTokenMillis(List<Step> steps, long arrival) {
    var first = new HashMap<Integer, Long>();
    for (var step : steps) {
      step.drawn().forEach(place -> first.putIfAbsent(place, step.end()));
    }
    return first.values().stream()
        .mapToDouble(end -> (end - arrival) / NANOS_PER_MILLI)
        .average()
        .orElse(Double.NaN);
  }

  /** When the sequences arrived. */
  private long run(Load load, int tokens) {
    var ends = new ArrayList<CompletableFuture<TokenUsage>>();
    var inputs = new ArrayList<GenerationInput>();
    for (var i = 0; i < load.sequences(); i++) {
      inputs.add(input(load.prompt(), tokens).adapted(adapter(i)));
    }
    var begin = System.nanoTime();
    for (var input : inputs) {
      var end = new CompletableFuture<TokenUsage>();
      ends.add(end);
      replica.submit(input, new EndOnly(end));
    }
    ends.forEach(CompletableFuture::join);
    return begin;
  }

  /** The sequences are answered with these in turn from now on; none = the model as it is. */
  public void useAdapters(List<AdapterWeights> weights) {
    for (var i = 0; i < weights.size(); i++) {
      replica.publishAdapter(TENANT, "adapter-" + i, weights.get(i));
    }
    adapters = weights.size();
  }

  private Optional<String> adapter(int sequence) {
    return adapters == 0 ? Optional.empty() : Optional.of("adapter-" + sequence % adapters);
  }

  private GenerationInput input(int prompt, int tokens) {
    var ids = random.ints(prompt, 0, replica.info().vocabularySize()).boxed().toList();
    return new GenerationInput(
        TENANT,
        new Prompt.Tokens(ids),
        SamplingParameters.GREEDY.withMaxTokens(tokens),
        Optional.empty(),
        true);
  }

  @Override
  public void close() {
    replica.close();
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
