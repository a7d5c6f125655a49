package dev.atrium.platform.inference.engine;

import java.util.Arrays;

/** The states of a text, gathered into one vector as they are computed. The engine's thread. */
final class StatePool {
  private final Pooling pooling;
  private final double[] sum;
  private final int divisor;

  /**
   * @param size numbers in a state
   * @param tokens of the text
   */
  StatePool(Pooling pooling, int size, int tokens) {
    this.pooling = pooling;
    this.sum = new double[size];
    this.divisor = pooling == Pooling.MEAN ? tokens : 1;
  }

  /**
   * The states of how many of a row's last tokens are wanted.
   *
   * @param last whether the row ends the text
   */
  int wanted(int tokens, boolean last) {
    return pooling == Pooling.MEAN ? tokens : last ? 1 : 0;
  }

  void add(float[] states) {
    for (var i = 0; i < sum.length; i++) {
      sum[i] += states[i];
    }
  }

  /** Forgets all states: they are computed anew. */
  void clear() {
    Arrays.fill(sum, 0);
  }

  float[] vector() {
    var vector = new float[sum.length];
    for (var i = 0; i < sum.length; i++) {
      vector[i] = (float) (sum[i] / divisor);
    }
    return vector;
  }
}
