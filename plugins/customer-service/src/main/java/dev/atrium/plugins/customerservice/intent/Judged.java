package dev.atrium.plugins.customerservice.intent;

import java.util.stream.IntStream;

/**
 * What a committee thinks of a text.
 *
 * @param logarithms of the labels' chances: the intents, then out of scope if examples taught it
 * @param highest the mean of the highest raw scores, which is low for texts like none that was seen
 * @param familiarity the share of the text that the best intent's examples hold too, 0 to 1
 */
record Judged(double[] logarithms, double highest, int best, double familiarity) {
  /** The chance of the best intent under a temperature. */
  double chance(double temperature) {
    return chance(best, temperature);
  }

  double chance(int label, double temperature) {
    var highestLogarithm =
        IntStream.range(0, logarithms.length).mapToDouble(at -> logarithms[at]).max().orElse(0);
    var sum = 0.0;
    for (var logarithm : logarithms) {
      sum += Math.exp((logarithm - highestLogarithm) / temperature);
    }
    return Math.exp((logarithms[label] - highestLogarithm) / temperature) / sum;
  }

  /** Whether the label for what is out of scope is likelier than each intent. */
  boolean likelierOutside(int intents) {
    return intents < logarithms.length && logarithms[intents] > logarithms[best];
  }

  /** What tells whether the text belongs to an intent at all. */
  double[] signals(int intents) {
    var second = Double.NEGATIVE_INFINITY;
    for (var label = 0; label < intents; label++) {
      second = label == best ? second : Math.max(second, logarithms[label]);
    }
    var outside = intents < logarithms.length ? logarithms[intents] : -10;
    var margin = intents == 1 ? 0 : logarithms[best] - second;
    return new double[] {logarithms[best], margin, highest, familiarity, outside};
  }
}
