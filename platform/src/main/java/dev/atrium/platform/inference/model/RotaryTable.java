package dev.atrium.platform.inference.model;

import java.util.Arrays;

/**
 * Cosines and sines of the rotary embedding, position by position, one column per rotated pair.
 *
 * @param pairs head dimension / 2
 */
@SuppressWarnings("ArrayRecordComponent") // built once, read once
public record RotaryTable(int positions, int pairs, float[] cosines, float[] sines) {

  /** The table of a model, computed in double precision. */
  public static RotaryTable of(ModelConfig config, int positions) {
    var frequencies = frequencies(config);
    var scale = config.ropeScaling() instanceof RopeScaling.Yarn yarn ? yarn.attention() : 1;
    var pairs = frequencies.length;
    var cosines = new float[positions * pairs];
    var sines = new float[positions * pairs];
    for (var position = 0; position < positions; position++) {
      for (var pair = 0; pair < pairs; pair++) {
        var angle = position * frequencies[pair];
        cosines[position * pairs + pair] = (float) (Math.cos(angle) * scale);
        sines[position * pairs + pair] = (float) (Math.sin(angle) * scale);
      }
    }
    return new RotaryTable(positions, pairs, cosines, sines);
  }

  /** Angle per position of each pair. */
  static double[] frequencies(ModelConfig config) {
    var pairs = config.headDimension() / 2;
    var plain = new double[pairs];
    Arrays.setAll(
        plain, pair -> Math.pow(config.ropeTheta(), -2.0 * pair / config.headDimension()));
    return switch (config.ropeScaling()) {
      case RopeScaling.None _ -> plain;
      case RopeScaling.Linear linear ->
          Arrays.stream(plain).map(frequency -> frequency / linear.factor()).toArray();
      case RopeScaling.Llama3 llama3 ->
          Arrays.stream(plain).map(frequency -> llama3(frequency, llama3)).toArray();
      case RopeScaling.Yarn yarn -> yarn(plain, yarn, config);
    };
  }

  private static double llama3(double frequency, RopeScaling.Llama3 scaling) {
    var turns = scaling.originalLength() * frequency / (2 * Math.PI);
    var keep = clamp((turns - scaling.low()) / (scaling.high() - scaling.low()));
    return frequency * (keep + (1 - keep) / scaling.factor());
  }

  private static double[] yarn(double[] plain, RopeScaling.Yarn yarn, ModelConfig config) {
    var fast = pairTurning(yarn.betaFast(), yarn, config);
    var slow = pairTurning(yarn.betaSlow(), yarn, config);
    var first = Math.max(yarn.truncate() ? Math.floor(fast) : fast, 0);
    var last = Math.min(yarn.truncate() ? Math.ceil(slow) : slow, config.headDimension() - 1);
    var width = first == last ? 0.001 : last - first;
    var scaled = new double[plain.length];
    Arrays.setAll(
        scaled,
        pair -> {
          var stretch = clamp((pair - first) / width);
          return plain[pair] * (1 - stretch) + plain[pair] / yarn.factor() * stretch;
        });
    return scaled;
  }

  /** The pair, as a fraction, that turns so often within the original length. */
  private static double pairTurning(double turns, RopeScaling.Yarn yarn, ModelConfig config) {
    return config.headDimension()
        * Math.log(yarn.originalLength() / (turns * 2 * Math.PI))
        / (2 * Math.log(config.ropeTheta()));
  }

  private static double clamp(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
