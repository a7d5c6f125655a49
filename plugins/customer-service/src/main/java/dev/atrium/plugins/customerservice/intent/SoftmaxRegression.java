package dev.atrium.plugins.customerservice.intent;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A linear classifier of sparse vectors (multinomial logistic regression), learnt by AdaGrad. At
 * each step a part of the features is hidden, so that no label hangs on a single one of them.
 */
final class SoftmaxRegression {
  private static final float RATE = 0.5f;

  /** Labels whose error is below this learn nothing from an example; most are, soon. */
  private static final float LEAST_ERROR = 0.002f;

  private final int labels;
  private final float[] weights;
  private final float[] biases;

  /** How it is learnt. */
  record Plan(int rounds, float hidden, long seed) {}

  private SoftmaxRegression(int features, int labels) {
    this.labels = labels;
    this.weights = new float[features * labels];
    this.biases = new float[labels];
  }

  static SoftmaxRegression learn(
      SparseVector[] examples, int[] truth, int features, int labels, Plan plan) {
    var model = new SoftmaxRegression(features, labels);
    model.new Learning(plan).run(examples, truth);
    return model;
  }

  /** The labels' scores; their softmax are chances. */
  float[] scores(SparseVector text) {
    var scores = biases.clone();
    for (var at = 0; at < text.size(); at++) {
      add(text.values()[at], text.positions()[at], scores);
    }
    return scores;
  }

  private void add(float value, int feature, float[] scores) {
    var from = feature * labels;
    for (var label = 0; label < scores.length; label++) {
      scores[label] += value * weights[from + label];
    }
  }

  static void softmax(float[] scores) {
    var highest = Float.NEGATIVE_INFINITY;
    for (var score : scores) {
      highest = Math.max(highest, score);
    }
    var sum = 0f;
    for (var at = 0; at < scores.length; at++) {
      scores[at] = (float) Math.exp(scores[at] - highest);
      sum += scores[at];
    }
    for (var at = 0; at < scores.length; at++) {
      scores[at] /= sum;
    }
  }

  /** The state of learning. */
  private final class Learning {
    private final Plan plan;
    private final SplittableRandom random;
    private final float[] squares = new float[weights.length];
    private final float[] biasSquares = new float[labels];
    private final float[] errors = new float[labels];
    private final int[] wrong = new int[labels];
    private int wrongs;

    Learning(Plan plan) {
      this.plan = plan;
      this.random = new SplittableRandom(plan.seed());
    }

    void run(SparseVector[] examples, int[] truth) {
      var order = IntStream.range(0, examples.length).toArray();
      for (var round = 0; round < plan.rounds(); round++) {
        shuffle(order);
        var rate = RATE * (1 - (float) round / plan.rounds());
        for (var example : order) {
          learn(partly(examples[example]), truth[example], rate);
        }
      }
    }

    private void shuffle(int[] order) {
      for (var at = order.length - 1; at > 0; at--) {
        var other = random.nextInt(at + 1);
        var kept = order[at];
        order[at] = order[other];
        order[other] = kept;
      }
    }

    /** The vector with some entries hidden and the others raised in their place. */
    private SparseVector partly(SparseVector whole) {
      var shown =
          IntStream.range(0, whole.size())
              .filter(at -> random.nextDouble() >= plan.hidden())
              .toArray();
      var positions = new int[shown.length];
      var values = new float[shown.length];
      for (var at = 0; at < shown.length; at++) {
        positions[at] = whole.positions()[shown[at]];
        values[at] = whole.values()[shown[at]] / (1 - plan.hidden());
      }
      return new SparseVector(positions, values);
    }

    private void learn(SparseVector text, int truth, float rate) {
      System.arraycopy(biases, 0, errors, 0, labels);
      for (var at = 0; at < text.size(); at++) {
        add(text.values()[at], text.positions()[at], errors);
      }
      softmax(errors);
      errors[truth] -= 1;
      wrongs = 0;
      for (var label = 0; label < labels; label++) {
        if (Math.abs(errors[label]) > LEAST_ERROR) {
          wrong[wrongs++] = label;
        }
      }
      for (var at = 0; at < text.size(); at++) {
        step(text.values()[at], weights, squares, text.positions()[at] * labels, rate);
      }
      step(1, biases, biasSquares, 0, rate);
    }

    private void step(float value, float[] target, float[] sums, int from, float rate) {
      for (var at = 0; at < wrongs; at++) {
        var place = from + wrong[at];
        var slope = value * errors[wrong[at]];
        sums[place] += slope * slope;
        target[place] -= rate * slope / (float) Math.sqrt(sums[place] + 1e-8f);
      }
    }
  }
}
