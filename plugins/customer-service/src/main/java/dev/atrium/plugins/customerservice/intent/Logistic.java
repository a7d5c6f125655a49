package dev.atrium.plugins.customerservice.intent;

import java.util.Arrays;
import java.util.List;

/**
 * Tells two kinds apart by a few numbers (logistic regression on standardized signals, each kind
 * weighing as much as the other).
 */
final class Logistic {
  private static final int ROUNDS = 400;
  private static final double RATE = 0.5;
  private static final double RESTRAINT = 1e-3;

  private final double[] means;
  private final double[] deviations;
  private final double[] weights;

  private Logistic(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
    this.weights = new double[means.length + 1];
  }

  /** Learns from signals of both kinds; there is one of each at least. */
  static Logistic learn(List<double[]> yes, List<double[]> no) {
    var count = yes.getFirst().length;
    var means = new double[count];
    var deviations = new double[count];
    for (var at = 0; at < count; at++) {
      var place = at;
      means[at] =
          (yes.stream().mapToDouble(it -> it[place]).average().orElse(0)
                  + no.stream().mapToDouble(it -> it[place]).average().orElse(0))
              / 2;
      var mean = means[at];
      deviations[at] =
          Math.sqrt(
                  yes.stream().mapToDouble(it -> Math.pow(it[place] - mean, 2)).average().orElse(0)
                      + no.stream()
                          .mapToDouble(it -> Math.pow(it[place] - mean, 2))
                          .average()
                          .orElse(0))
              + 1e-6;
    }
    var model = new Logistic(means, deviations);
    for (var round = 0; round < ROUNDS; round++) {
      model.step(yes, no);
    }
    return model;
  }

  private void step(List<double[]> yes, List<double[]> no) {
    var slopes = new double[weights.length];
    yes.forEach(signals -> slope(signals, 1, 1.0 / yes.size(), slopes));
    no.forEach(signals -> slope(signals, 0, 1.0 / no.size(), slopes));
    for (var at = 0; at < weights.length; at++) {
      weights[at] += RATE * (slopes[at] - RESTRAINT * weights[at]);
    }
  }

  private void slope(double[] signals, int truth, double weight, double[] slopes) {
    var error = weight * (truth - 1 / (1 + Math.exp(-score(signals))));
    for (var at = 0; at < signals.length; at++) {
      slopes[at] += error * standard(signals, at);
    }
    slopes[signals.length] += error;
  }

  private double standard(double[] signals, int at) {
    return (signals[at] - means[at]) / deviations[at];
  }

  /** Above 0 where yes is likelier. */
  double score(double[] signals) {
    var score = weights[signals.length];
    for (var at = 0; at < signals.length; at++) {
      score += weights[at] * standard(signals, at);
    }
    return score;
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}
