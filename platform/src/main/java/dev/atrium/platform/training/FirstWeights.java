package dev.atrium.platform.training;

import dev.atrium.platform.training.Recipe.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights before the first step. Most are small noise; the first two layers start with a rough
 * induction circuit, because a model that must learn to copy in an hour of CPU time cannot spend
 * half of it on discovering how:
 *
 * <ul>
 *   <li>Tokens live in the first half of the residual stream.
 *   <li>Layer 0, heads 0 and 1 look one and two tokens back (by their biases and the rotation of
 *       positions alone) and write what they see into the third and the last quarter.
 *   <li>Layer 1 looks for places whose tokens before were the present ones and adds the token found
 *       there to the prediction.
 *   <li>Later layers start by looking at like tokens.
 * </ul>
 *
 * Everything is trained afterwards like any other weight.
 */
final class FirstWeights {

  private static final double TOKEN = 0.05;
  private static final double NOISE = 0.02;
  private static final double POSITION = 6.5;
  private static final double MATCH = 1.7;
  private static final double LIKENESS = 0.6;
  private static final double FINAL = 2.0;

  /** Rotation in radians per token below which a pair of dimensions carries content. */
  private static final double SLOW = 0.004;

  private static final int POSITION_PAIRS = 6;

  private final Layout layout;
  private final Shape shape;
  private final SplittableRandom random;
  private final int quarter;
  private final int size;
  private final List<float[]> weights = new ArrayList<>();

  private FirstWeights(Layout layout, long seed) {
    this.layout = layout;
    this.shape = layout.shape();
    this.random = new SplittableRandom(seed);
    this.quarter = shape.hidden() / 4;
    this.size = shape.headSize();
  }

  /** First values of all weights in the order of the layout, the same for the same seed. */
  static List<float[]> of(Layout layout, long seed) {
    var first = new FirstWeights(layout, seed);
    first.noise();
    if (first.shape.layers() >= 2 && first.shape.heads() >= 4 && first.size <= first.quarter) {
      first.circuit();
    }
    return first.weights;
  }

  private void noise() {
    for (var tensor : layout.tensors()) {
      var values = new float[tensor.size()];
      for (var i = 0; i < values.length; i++) {
        values[i] = tensor.ones() ? 1f : (float) random.nextGaussian(0, tensor.deviation());
      }
      weights.add(values);
    }
  }

  private void circuit() {
    tokens();
    Arrays.fill(weights.get(1), (float) FINAL);
    var seen = orthogonal(size, 2 * quarter);
    lookBack(0, 1, seen, 2 * quarter);
    lookBack(1, 2, seen, 3 * quarter);
    for (var head = 0; head < shape.heads(); head++) {
      induce(head, seen);
    }
    for (var layer = 2; layer < shape.layers(); layer++) {
      for (var head = 0; head < shape.heads(); head++) {
        likeness(layer, head);
      }
    }
  }

  /** Tokens in the first half, a trace of noise in the second. */
  private void tokens() {
    var values = weights.get(0);
    for (var i = 0; i < values.length; i++) {
      var inside = i % shape.hidden() < 2 * quarter;
      values[i] = (float) random.nextGaussian(0, inside ? TOKEN : 0.05 * TOKEN);
    }
  }

  /** A head of layer 0 that sees the token so many places back and writes it to these columns. */
  private void lookBack(int head, int distance, double[][] seen, int to) {
    var biases = weights.get(tensor(0, 2));
    for (var pair = 0; pair < Math.min(POSITION_PAIRS, size / 2); pair++) {
      var turn = distance * frequency(pair);
      biases[query(head) + pair] = (float) (POSITION * Math.cos(turn));
      biases[query(head) + pair + size / 2] = (float) (-POSITION * Math.sin(turn));
      biases[key(head) + pair] = (float) POSITION;
    }
    for (var row = 0; row < size; row++) {
      fill(1, 0, query(head) + row, new double[0], 0, 0.2);
      fill(1, 0, key(head) + row, new double[0], 0, 0.2);
      fill(1, 0, value(head) + row, seen[row], 0, 0.2);
      write(0, head, row, to + row, TOKEN / Math.sqrt(2));
    }
  }

  /** A head of layer 1: there before as now; heads 2 and 3 compare two tokens instead of one. */
  private void induce(int head, double[][] seen) {
    var slow = slowDimensions();
    var mix = orthogonal(slow.size(), size);
    var both = head % 4 >= 2;
    for (var i = 0; i < slow.size(); i++) {
      var second = both && i % 2 == 1;
      var before = new double[size];
      for (var j = 0; j < size; j++) {
        before[j] = MATCH * mix[i][j];
      }
      var now = new double[2 * quarter];
      for (var j = 0; j < size; j++) {
        for (var column = 0; column < now.length; column++) {
          now[column] += before[j] * seen[j][column];
        }
      }
      fill(1, 1, query(head) + slow.get(i), second ? before : now, second ? 2 * quarter : 0, 0.2);
      fill(1, 1, key(head) + slow.get(i), before, second ? 3 * quarter : 2 * quarter, 0.2);
    }
    var from = head % 2 * quarter;
    for (var row = 0; row < Math.min(size, quarter); row++) {
      var one = new double[] {1};
      fill(1, 1, value(head) + row, one, from + row, 0.2);
      write(1, head, row, from + row, 3 * TOKEN);
    }
  }

  /** A later head that begins by looking at tokens like the present one. */
  private void likeness(int layer, int head) {
    var slow = slowDimensions();
    var mix = orthogonal(slow.size(), shape.hidden());
    for (var i = 0; i < slow.size(); i++) {
      var row = new double[shape.hidden()];
      for (var j = 0; j < row.length; j++) {
        row[j] = LIKENESS * mix[i][j];
      }
      fill(1, layer, query(head) + slow.get(i), row, 0, 0.5);
      fill(1, layer, key(head) + slow.get(i), row, 0, 0.5);
    }
  }

  private List<Integer> slowDimensions() {
    var slow = new ArrayList<Integer>();
    for (var pair = 0; pair < size / 2; pair++) {
      if (frequency(pair) < SLOW) {
        slow.add(pair);
        slow.add(pair + size / 2);
      }
    }
    return slow;
  }

  private double frequency(int pair) {
    return Math.pow(shape.theta(), -2.0 * pair / size);
  }

  private int tensor(int layer, int kind) {
    return 2 + layer * Layout.PER_LAYER + kind;
  }

  private int query(int head) {
    return head * size;
  }

  private int key(int head) {
    return (shape.heads() + head / (shape.heads() / shape.keyValueHeads())) * size;
  }

  private int value(int head) {
    return key(head) + shape.keyValueHeads() * size;
  }

  /** Sets a row of a weight matrix: these values from a column on, weakened noise elsewhere. */
  private void fill(int kind, int layer, int row, double[] values, int from, double noise) {
    var matrix = weights.get(tensor(layer, kind));
    var columns = shape.hidden();
    for (var column = 0; column < columns; column++) {
      var inside = column >= from && column < from + values.length;
      matrix[row * columns + column] =
          (float) ((inside ? values[column - from] : 0) + random.nextGaussian(0, noise * NOISE));
    }
  }

  /** Lets one dimension of a head's value add to one column of the residual stream. */
  private void write(int layer, int head, int dimension, int column, double gain) {
    var matrix = weights.get(tensor(layer, 3));
    matrix[column * shape.heads() * size + head * size + dimension] += (float) gain;
  }

  /** Random rows of length one, at right angles to each other. */
  private double[][] orthogonal(int rows, int columns) {
    var matrix = new double[rows][columns];
    for (var row = 0; row < rows; row++) {
      for (var column = 0; column < columns; column++) {
        matrix[row][column] = random.nextGaussian();
      }
      for (var other = 0; other < row; other++) {
        add(matrix[row], matrix[other], -dot(matrix[row], matrix[other]));
      }
      var length = Math.sqrt(dot(matrix[row], matrix[row]));
      for (var column = 0; column < columns; column++) {
        matrix[row][column] /= length;
      }
    }
    return matrix;
  }

  private static double dot(double[] left, double[] right) {
    var sum = 0.0;
    for (var i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static void add(double[] to, double[] from, double times) {
    for (var i = 0; i < to.length; i++) {
      to[i] += times * from[i];
    }
  }
}
