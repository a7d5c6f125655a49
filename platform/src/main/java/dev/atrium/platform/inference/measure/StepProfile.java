package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import dev.atrium.platform.inference.measure.EngineBenchmark.Load;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.torch.TorchModelRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the time of a native call goes: whole steps, then the same number of tokens through the
 * matrix products alone, then through attention alone, each the fastest of some calls.
 */
public final class StepProfile implements AutoCloseable {
  private static final int PIECE = 64;
  private static final int TRIES = 7;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ModelFolder folder;
  private final TorchModelRunner runner;

  /** Milliseconds. */
  public record Parts(double linear, double attention, double all) {
    /** Norms, rotation, activation, sampling and what calling them costs. */
    public double rest() {
      return Math.max(0, all - linear - attention);
    }
  }

  private StepProfile(ModelFolder folder, TorchModelRunner runner) {
    this.folder = folder;
    this.runner = runner;
  }

  /** Loads a model folder; the calling thread owns it. */
  public static StepProfile load(Path model, EngineSettings settings) {
    var folder = ModelFolder.open(model);
    try {
      return new StepProfile(folder, TorchModelRunner.load(folder, settings));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** A step that gives each sequence one token after its prompt. */
  public Parts decode(Load load) {
    var rows = new ArrayList<Row>();
    for (var slot = 0; slot < load.sequences(); slot++) {
      rows.add(
          new Row(
              slot * KvSpace.contextPlaces(runner.contextTokens()),
              load.prompt(),
              new int[] {slot},
              greedy()));
    }
    return measure(new StepPlan(rows));
  }

  /** A step that computes the prompt of one sequence. */
  public Parts prefill(Load load) {
    var rows = new ArrayList<Row>();
    for (var past = 0; past < load.prompt(); past += PIECE) {
      var tokens = new int[Math.min(PIECE, load.prompt() - past)];
      Arrays.setAll(tokens, i -> i);
      var last = past + tokens.length == load.prompt();
      rows.add(new Row(0, past, tokens, last ? greedy() : Optional.empty()));
    }
    return measure(new StepPlan(rows));
  }

  private static Optional<Draw> greedy() {
    return Optional.of(new Draw(0, 1, 0, 0));
  }

  private Parts measure(StepPlan plan) {
    return new Parts(
        best(() -> runner.runProducts(plan)),
        best(() -> runner.runAttention(plan)),
        best(() -> runner.run(plan)));
  }

  private static double best(Runnable call) {
    call.run();
    var best = Double.POSITIVE_INFINITY;
    for (var i = 0; i < TRIES; i++) {
      var begin = System.nanoTime();
      call.run();
      best = Math.min(best, (System.nanoTime() - begin) / NANOS_PER_MILLI);
    }
    return best;
  }

  @Override
  public void close() {
    runner.close();
    folder.close();
  }
}
