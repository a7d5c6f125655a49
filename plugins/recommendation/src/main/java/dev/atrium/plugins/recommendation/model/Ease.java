package dev.atrium.plugins.recommendation.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * EASE (Steck 2019): the linear model that best rebuilds each user's items from the others, in
 * closed form: with {@code P} the inverse of the regularized item-item matrix, the weight of {@code
 * i} for {@code j} is {@code -P[i][j] / P[j][j]}. Needs the whole matrix, so few thousand items.
 */
final class Ease {
  private static final int BLOCK = 64;

  private Ease() {}

  static ItemWeights learn(Histories histories, double regularization) {
    var inverse = inverse(gram(histories, regularization));
    var items = inverse.length;
    var to = IntStream.range(0, items).toArray();
    var shared = new int[items][];
    Arrays.fill(shared, to);
    var weights = new float[items][items];
    for (var item = 0; item < items; item++) {
      for (var other = 0; other < items; other++) {
        weights[item][other] = item == other ? 0 : -inverse[item][other] / inverse[other][other];
      }
    }
    return new ItemWeights(shared, weights, 1);
  }

  private static float[][] gram(Histories histories, double regularization) {
    var gram = new float[histories.items()][histories.items()];
    for (var history : histories.ofUser()) {
      for (var one : history) {
        for (var other : history) {
          gram[one][other]++;
        }
      }
    }
    for (var item = 0; item < gram.length; item++) {
      gram[item][item] += (float) regularization;
    }
    return gram;
  }

  /** The inverse of a symmetric positive definite matrix, in its place: Gauss-Jordan by blocks. */
  private static float[][] inverse(float[][] matrix) {
    for (var from = 0; from < matrix.length; from += BLOCK) {
      eliminate(matrix, from, Math.min(matrix.length, from + BLOCK));
    }
    return matrix;
  }

  /**
   * Exchanges a block of rows: afterwards the matrix maps as before, but for the block's inputs and
   * outputs, which changed places. After all blocks it is the inverse.
   */
  private static void eliminate(float[][] matrix, int from, int to) {
    var pivot = pivot(matrix, from, to);
    var count = matrix.length;
    var raised = new float[to - from][count];
    for (var row = 0; row < raised.length; row++) {
      for (var with = 0; with < raised.length; with++) {
        add((float) pivot[row][with], matrix[from + with], raised[row]);
      }
    }
    IntStream.range(0, count)
        .parallel()
        .filter(row -> row < from || row >= to)
        .forEach(row -> reduce(matrix[row], raised, pivot, from));
    for (var row = from; row < to; row++) {
      var target = raised[row - from];
      for (var column = from; column < to; column++) {
        target[column] = (float) pivot[row - from][column - from];
      }
      matrix[row] = target;
    }
  }

  private static void reduce(float[] row, float[][] raised, double[][] pivot, int from) {
    var factors = Arrays.copyOfRange(row, from, from + raised.length);
    for (var at = 0; at < raised.length; at++) {
      add(-factors[at], raised[at], row);
    }
    for (var column = 0; column < raised.length; column++) {
      var sum = 0.0;
      for (var at = 0; at < raised.length; at++) {
        sum -= factors[at] * pivot[at][column];
      }
      row[from + column] = (float) sum;
    }
  }

  private static void add(float factor, float[] from, float[] to) {
    for (var at = 0; at < to.length; at++) {
      to[at] += factor * from[at];
    }
  }

  /** The inverse of the block on the diagonal. */
  private static double[][] pivot(float[][] matrix, int from, int to) {
    var size = to - from;
    var block = new double[size][size];
    for (var row = 0; row < size; row++) {
      for (var column = 0; column < size; column++) {
        block[row][column] = matrix[from + row][from + column];
      }
    }
    for (var at = 0; at < size; at++) {
      exchange(block, at);
    }
    return block;
  }

  private static void exchange(double[][] block, int at) {
    var inverse = 1 / block[at][at];
    for (var column = 0; column < block.length; column++) {
      block[at][column] *= column == at ? 0 : inverse;
    }
    for (var row = 0; row < block.length; row++) {
      if (row != at) {
        var factor = block[row][at];
        block[row][at] = 0;
        for (var column = 0; column < block.length; column++) {
          block[row][column] -= factor * block[at][column];
        }
        block[row][at] = -factor * inverse;
      }
    }
    block[at][at] = inverse;
  }
}
