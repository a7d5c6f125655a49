package dev.atrium.plugins.customerservice.intent;

import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.IntentModel.Guess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what a committee thinks into a guess. Learnt on held-out examples: the temperature under
 * which they are the likeliest (Guo et al. 2017), and where an intent ends.
 */
final class Calibration {
  /** Of the held-out examples guessed right, at most this share is lost as out of scope. */
  private static final double MOST_LOST = 0.015;

  /** The same where no example shows what is out of scope. */
  private static final double MOST_LOST_UNTAUGHT = 0.003;

  /** More of the examples out of scope need not be found. */
  private static final double ENOUGH_FOUND = 0.8;

  private static final double LOWEST_TEMPERATURE = 0.2;
  private static final double HIGHEST_TEMPERATURE = 4;
  private static final double TEMPERATURE_STEP = 1.05;

  private final List<String> labels;
  private final double temperature;
  private final Optional<Logistic> scope;
  private final double least;

  /**
   * A held-out example.
   *
   * @param label the truth; the number of intents stands for out of scope
   */
  record Example(Judged judged, int label) {}

  private Calibration(List<String> labels, List<Example> examples) {
    this.labels = labels;
    this.temperature = temperature(examples);
    this.scope = scope(examples);
    this.least = least(examples);
  }

  static Calibration learn(List<String> labels, List<Example> examples) {
    return new Calibration(labels, examples);
  }

  Guess guess(Judged judged) {
    var chance = judged.chance(temperature);
    return score(judged) >= least && !judged.likelierOutside(labels.size())
        ? new Guess(labels.get(judged.best()), chance)
        : new Guess(IntentLearner.OUT_OF_SCOPE, 1 - chance);
  }

  private static double temperature(List<Example> examples) {
    var best = 1.0;
    var lowest = Double.POSITIVE_INFINITY;
    for (var at = LOWEST_TEMPERATURE; at < HIGHEST_TEMPERATURE; at *= TEMPERATURE_STEP) {
      var loss = 0.0;
      for (var example : examples) {
        loss -= Math.log(Math.max(example.judged().chance(example.label(), at), 1e-12));
      }
      if (loss < lowest) {
        lowest = loss;
        best = at;
      }
    }
    return best;
  }

  private boolean inside(Example example) {
    return example.label() < labels.size();
  }

  private Optional<Logistic> scope(List<Example> examples) {
    var inside = new ArrayList<double[]>();
    var outside = new ArrayList<double[]>();
    for (var example : examples) {
      (inside(example) ? inside : outside).add(example.judged().signals(labels.size()));
    }
    return outside.isEmpty() ? Optional.empty() : Optional.of(Logistic.learn(inside, outside));
  }

  /** High where a text belongs to an intent. */
  private double score(Judged judged) {
    return scope
        .map(learnt -> learnt.score(judged.signals(labels.size())))
        .orElseGet(() -> judged.chance(temperature));
  }

  private double least(List<Example> examples) {
    var right =
        examples.stream()
            .filter(example -> example.label() == example.judged().best())
            .map(example -> score(example.judged()))
            .sorted()
            .toList();
    if (right.isEmpty()) {
      return Double.NEGATIVE_INFINITY;
    }
    var share = scope.isPresent() ? MOST_LOST : MOST_LOST_UNTAUGHT;
    var bound = right.get((int) (share * right.size()));
    return examples.stream()
        .filter(example -> !inside(example))
        .map(example -> score(example.judged()))
        .sorted()
        .skip((long) (ENOUGH_FOUND * examples.stream().filter(it -> !inside(it)).count()))
        .findFirst()
        .map(found -> Math.min(found, bound))
        .orElse(bound);
  }
}
