package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.model.ModelConfig;

/**
 * The rates at which a model could run if nothing but its matrix products took time.
 *
 * @param layerWeights weights that every token is multiplied with
 * @param outputWeights weights of the output layer, for each drawn token
 */
public record EngineLimits(
    MachineLimits machine, Precision precision, long layerWeights, long outputWeights) {

  public static EngineLimits of(MachineLimits machine, Precision precision, ModelConfig config) {
    var heads = 2L * config.heads() + 2L * config.kvHeads();
    var layer = config.hidden() * (heads * config.headDimension() + 3L * config.intermediate());
    return new EngineLimits(
        machine, precision, config.layers() * layer, (long) config.vocabulary() * config.hidden());
  }

  /** Decoding so many sequences together: weights read once, or multiplied, whichever is slower. */
  public double decodeTokensPerSecond(int sequences) {
    var weights = layerWeights + outputWeights;
    var reading = weights * bytes() / machine.memoryBytesPerSecond();
    var computing = 2.0 * weights * sequences / rate();
    return sequences / Math.max(reading, computing);
  }

  /** Prompts, whose tokens but the last need no output layer. */
  public double prefillTokensPerSecond(int sequences, int prompt) {
    var operations = 2.0 * sequences * (layerWeights * (double) prompt + outputWeights);
    var reading = (layerWeights + outputWeights) * bytes() / machine.memoryBytesPerSecond();
    return sequences * prompt / Math.max(operations / rate(), reading);
  }

  private double bytes() {
    return switch (precision) {
      case FLOAT32 -> 4;
      case BFLOAT16 -> 2;
      case INT8, W8A8 -> 1;
    };
  }

  private double rate() {
    return switch (precision) {
      case FLOAT32 -> machine.fp32OperationsPerSecond();
      case BFLOAT16, INT8 -> machine.bf16OperationsPerSecond();
      case W8A8 -> machine.int8OperationsPerSecond();
    };
  }
}
