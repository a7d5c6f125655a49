package dev.atrium.platform.training;

import dev.atrium.platform.training.Recipe.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights before the first step. Most are small noise; the first four layers start with rough
 * circuits for what the model is for, because a model that must learn in an hour of CPU time cannot
 * spend it on discovering how to copy:
 *
 * <ul>
 *   <li>Tokens live in the first half of the residual stream; the third and fourth quarter hold
 *       notes.
 *   <li>Layer 0, heads 0 and 1 look one and two tokens back (by their biases and the rotation of
 *       positions alone) and note what they see.
 *   <li>Layer 1, heads 0 and 1 look for places whose tokens before were the present ones and add
 *       the token found there to the prediction: induction. Head 2 looks for the start of the
 *       sentence and notes its first token.
 *   <li>Layer 2, head 0 looks for the present token further back, and notes with which token the
 *       sentence began where it stood.
 *   <li>Layer 3, head 0 gathers these notes from the last tokens, that is from the question, and
 *       adds them to the prediction: the sentence that shares most words with the question begins.
 *   <li>All other heads of the later layers start by looking at like tokens.
 * </ul>
 *
 * Everything is trained afterwards like any other weight.
 */
final class FirstWeights {

  private static final double TOKEN = 0.05;
  private static final double NOISE = 0.02;
  private static final double FINAL = 2.0;

  /** Part of a word's token that it shares with its other spellings; the squares add up to one. */
  private static final double SHARED = 0.8;

  private static final double OWN = 0.6;

  /** Seed of what the spellings of a word share. */
  private static final long FAMILIES = 1;

  /** Strengths of the circuits, worked out so that what is looked for wins by some e-folds. */
  private static final double LOOK_BACK = 6.5;

  private static final double INDUCE = 1.7;
  private static final double START = 7.4;
  private static final double RECENT_START = 5;
  private static final double FIND = 3.2;
  private static final double FAR = 4.9;
  private static final double GATHER = 3.3;
  private static final double LIKENESS = 0.6;

  /** Rotation in radians per token below which a pair of dimensions carries content. */
  private static final double SLOW = 0.004;

  private final Layout layout;
  private final Shape shape;
  private final SplittableRandom random;
  private final VocabularyHints hints;
  private final int quarter;
  private final int size;
  private final List<float[]> weights = new ArrayList<>();

  private FirstWeights(Layout layout, long seed, VocabularyHints hints) {
    this.layout = layout;
    this.shape = layout.shape();
    this.random = new SplittableRandom(seed);
    this.hints = hints;
    this.quarter = shape.hidden() / 4;
    this.size = shape.headSize();
  }

  /** First values of all weights in the order of the layout, the same for the same seed. */
  static List<float[]> of(Layout layout, long seed, VocabularyHints hints) {
    var first = new FirstWeights(layout, seed, hints);
    first.noise();
    if (first.roomForCircuits()) {
      first.circuits();
    }
    return first.weights;
  }

  private boolean roomForCircuits() {
    return shape.layers() >= 4
        && shape.heads() >= 4
        && shape.keyValueHeads() == shape.heads()
        && size == quarter
        && slowDimensions().size() >= size / 3;
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

  private void circuits() {
    tokens();
    Arrays.fill(weights.get(1), (float) FINAL);
    var summary = orthogonal(size, 2 * quarter);
    lookBack(0, 1, summary, 2 * quarter);
    lookBack(1, 2, summary, 3 * quarter);
    induce(0, summary);
    induce(1, summary);
    pointToStart(2, summary);
    for (var layer = 2; layer < shape.layers(); layer++) {
      for (var head = 0; head < shape.heads(); head++) {
        likeness(layer, head);
      }
    }
    find(summary);
    gather(summary);
  }

  /** Tokens in the first half, like for like words, and a trace of noise in the second. */
  private void tokens() {
    var values = weights.get(0);
    var columns = shape.hidden();
    for (var token = 0; token < layout.vocabulary(); token++) {
      var family =
          hints.families().length == 0
              ? random
              : Curriculum.generator(FAMILIES, hints.families()[token]);
      for (var column = 0; column < columns; column++) {
        var own = random.nextGaussian();
        var inside = column < 2 * quarter;
        values[token * columns + column] =
            (float) (TOKEN * (inside ? SHARED * family.nextGaussian() + OWN * own : 0.05 * own));
      }
    }
  }

  /** A head of layer 0 that sees the token so many places back and notes it in these columns. */
  private void lookBack(int head, int distance, double[][] summary, int to) {
    for (var pair = 0; pair < 6; pair++) {
      turn(0, head, pair, LOOK_BACK, distance * frequency(pair), 1);
    }
    quiet(0, head);
    for (var row = 0; row < size; row++) {
      fill(0, value(head) + row, summary[row], 0);
      write(0, head, row, new double[] {TOKEN / Math.sqrt(2)}, to + row);
    }
  }

  /** A head of layer 1: the two tokens before there as the present and the last one here. */
  private void induce(int head, double[][] summary) {
    var slow = slowDimensions();
    var mix = orthogonal(slow.size(), size);
    for (var i = 0; i < slow.size(); i++) {
      var noted = times(INDUCE, mix[i]);
      var second = i % 2 == 1;
      var here = second ? noted : through(noted, summary);
      fill(1, query(head) + slow.get(i), here, second ? 2 * quarter : 0);
      fill(1, key(head) + slow.get(i), noted, second ? 3 * quarter : 2 * quarter);
    }
    for (var row = 0; row < size; row++) {
      fill(1, value(head) + row, new double[] {1}, head * quarter + row);
      write(1, head, row, new double[] {5 * TOKEN}, head * quarter + row);
    }
  }

  /** A head of layer 1 that finds the last token that follows an end, and notes it. */
  private void pointToStart(int head, double[][] summary) {
    quiet(1, head);
    for (var pair = 5; pair < 10; pair++) {
      turn(1, head, pair, RECENT_START, 0, 1);
    }
    var end = new double[size];
    for (var token : hints.ends()) {
      for (var row = 0; row < size; row++) {
        for (var column = 0; column < 2 * quarter; column++) {
          var value = weights.get(0)[token * shape.hidden() + column] / TOKEN;
          end[row] += summary[row][column] * value / size;
        }
      }
    }
    var slow = slowDimensions();
    var biases = weights.get(tensor(1, 2));
    for (var dimension : slow) {
      var part = START / Math.sqrt(slow.size());
      biases[query(head) + dimension] = (float) part;
      fill(1, key(head) + dimension, times(part, end), 2 * quarter);
    }
    for (var row = 0; row < size; row++) {
      fill(1, value(head) + row, summary[row], 0);
      write(1, head, row, new double[] {3 * TOKEN}, 3 * quarter + row);
    }
  }

  /** The head of layer 2 that finds the present token further back and takes its note along. */
  private void find(double[][] summary) {
    quiet(2, 0);
    for (var pair = 3; pair < 7; pair++) {
      turn(2, 0, pair, FAR, 0, -1);
    }
    var slow = slowDimensions();
    var mix = orthogonal(slow.size(), size);
    for (var i = 0; i < slow.size(); i++) {
      var content = through(times(FIND, mix[i]), summary);
      fill(2, query(0) + slow.get(i), content, 0);
      fill(2, key(0) + slow.get(i), content, 0);
    }
    for (var row = 0; row < size; row++) {
      fill(2, value(0) + row, new double[] {1}, 3 * quarter + row);
      write(2, 0, row, new double[] {2.4 * TOKEN}, 2 * quarter + row);
    }
  }

  /** The head of layer 3 that turns the notes of the last tokens into a prediction. */
  private void gather(double[][] summary) {
    quiet(3, 0);
    for (var pair = 6; pair < 10; pair++) {
      turn(3, 0, pair, GATHER, 0, 1);
    }
    for (var row = 0; row < size; row++) {
      fill(3, value(0) + row, new double[] {1}, 2 * quarter + row);
      write(3, 0, row, times(16 * TOKEN, summary[row]), 0);
    }
  }

  /** Makes a head prefer (or shun, with sign -1) one distance, by its biases alone. */
  private void turn(int layer, int head, int pair, double strength, double angle, int sign) {
    var biases = weights.get(tensor(layer, 2));
    biases[query(head) + pair] = (float) (strength * Math.cos(angle));
    biases[query(head) + pair + size / 2] = (float) (-strength * Math.sin(angle));
    biases[key(head) + pair] = (float) (sign * strength);
  }

  /** Leaves a head's queries and keys almost to their biases. */
  private void quiet(int layer, int head) {
    for (var row = 0; row < size; row++) {
      fill(layer, query(head) + row, new double[0], 0);
      fill(layer, key(head) + row, new double[0], 0);
    }
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /** What weights on a summary are as weights on the token itself. */
  private static double[] through(double[] onSummary, double[][] summary) {
    var onToken = new double[summary[0].length];
    for (var row = 0; row < summary.length; row++) {
      add(onToken, summary[row], onSummary[row]);
    }
    return onToken;
  }

  /** A later head that begins by looking at tokens like the present one. */
  private void likeness(int layer, int head) {
    var slow = slowDimensions();
    var mix = orthogonal(slow.size(), shape.hidden());
    for (var i = 0; i < slow.size(); i++) {
      var alike = times(LIKENESS, mix[i]);
      fill(layer, query(head) + slow.get(i), alike, 0);
      fill(layer, key(head) + slow.get(i), alike, 0);
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

  /** Sets a row of a query-key-value matrix: values from a column on, faint noise elsewhere. */
  private void fill(int layer, int row, double[] values, int from) {
    var matrix = weights.get(tensor(layer, 1));
    var columns = shape.hidden();
    for (var column = 0; column < columns; column++) {
      var inside = column >= from && column < from + values.length;
      matrix[row * columns + column] =
          (float) ((inside ? values[column - from] : 0) + random.nextGaussian(0, 0.2 * NOISE));
    }
  }

  /** Lets one dimension of a head's value add to the residual stream from a column on. */
  private void write(int layer, int head, int dimension, double[] values, int from) {
    var matrix = weights.get(tensor(layer, 3));
    for (var i = 0; i < values.length; i++) {
      matrix[(from + i) * shape.heads() * size + head * size + dimension] += (float) values[i];
    }
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
