package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.torch.TorchArchive;
import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import dev.atrium.platform.inference.torch.TorchProgram;
import java.util.Map;

/**
 * What this machine can do at best, measured with the libraries that the engine uses: nothing that
 * reads every weight once can be faster.
 *
 * @param memoryBytesPerSecond reading
 * @param fp32OperationsPerSecond a multiplication and an addition are two
 */
public record MachineLimits(
    double memoryBytesPerSecond,
    double fp32OperationsPerSecond,
    double bf16OperationsPerSecond,
    double int8OperationsPerSecond) {
  /** Before anything was measured. */
  public static final MachineLimits NONE = new MachineLimits(0, 0, 0, 0);

  private static final int ROWS = 256;
  private static final int INPUTS = 896;
  private static final int OUTPUTS = 4864;
  private static final int ELEMENTS = 64 << 20;
  private static final int TRIES = 5;
  private static final double NANOS = 1e9;

  /** Measures with as many threads as the engine takes; about a second. */
  public static MachineLimits measure() {
    TorchProgram.optimiseShapes(false);
    TorchProgram.shareWork(true);
    try (var program = TorchProgram.load(archive())) {
      program.call("prepare").with(ROWS).with(INPUTS).with(OUTPUTS).with(ELEMENTS).run().close();
      var operations = 2.0 * ROWS * INPUTS * OUTPUTS;
      return new MachineLimits(
          4.0 * ELEMENTS / best(program, "read_memory"),
          operations / best(program, "multiply_fp32"),
          operations / best(program, "multiply_bf16"),
          operations / best(program, "multiply_int8"));
    }
  }

  private static TorchArchive archive() {
    Map<String, Attribute> attributes =
        Map.of(
            "packed", new Attribute.Objects(),
            "x", new Attribute.Tensors(),
            "w", new Attribute.Tensors(),
            "memory", new Attribute.Tensors());
    return TorchArchive.ofResource(MachineLimits.class, "limits.ts.py", "Limits", attributes);
  }

  /** Seconds of the fastest of some calls: the others met with something else on the machine. */
  private static double best(TorchProgram program, String method) {
    var best = Double.POSITIVE_INFINITY;
    for (var i = 0; i < TRIES; i++) {
      var begin = System.nanoTime();
      program.call(method).run().close();
      best = Math.min(best, (System.nanoTime() - begin) / NANOS);
    }
    return best;
  }
}
