package dev.atrium.spi;

import java.util.List;

/**
 * Vectors of texts.
 *
 * @param model name and version that made them: vectors of different models cannot be compared
 * @param vectors one for each text, in their order, each of length 1
 * @param tokens that were read
 */
public record TextVectors(String model, List<float[]> vectors, int tokens) {
  public TextVectors {
    vectors = List.copyOf(vectors);
  }

  /** How alike two vectors of length 1 point: from -1 to 1. */
  public static double likeness(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException("vectors of " + one.length + " and " + other.length);
    }
    var sum = 0.0;
    for (var i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
