package dev.atrium.platform.evaluation;

import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.IntentModel.Guess;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well intents were told apart.
 *
 * @param texts measured on
 * @param outOfScope of these, texts that belong to no intent
 * @param accuracy of the texts that belong to an intent, the share whose intent was guessed; to
 *     take one for out of scope is a mistake
 * @param macroF1 the mean F1 of the intents
 * @param oosRecall of the texts out of scope, the share that was seen to be; null without any
 * @param calibrationError the expected difference of confidence and accuracy over all texts, in 15
 *     bins
 * @param learningSeconds taken by learning
 */
public record IntentFigures(
    int texts,
    int outOfScope,
    double accuracy,
    double macroF1,
    Optional<Double> oosRecall,
    double calibrationError,
    double learningSeconds) {
  private static final int BINS = 15;

  /**
   * A guess beside the truth.
   *
   * @param seconds the text's share of the time that learning took
   */
  record Judged(String truth, Guess guess, double seconds) {
    boolean right() {
      return truth.equals(guess.label());
    }

    boolean outside() {
      return truth.equals(IntentLearner.OUT_OF_SCOPE);
    }
  }

  static IntentFigures of(List<Judged> all) {
    var inside = all.stream().filter(it -> !it.outside()).toList();
    var outside = all.stream().filter(Judged::outside).toList();
    return new IntentFigures(
        all.size(),
        outside.size(),
        share(inside),
        macroF1(all),
        outside.isEmpty() ? Optional.empty() : Optional.of(share(outside)),
        calibrationError(all),
        all.stream().mapToDouble(Judged::seconds).sum());
  }

  private static double share(List<Judged> judged) {
    return judged.stream().mapToInt(it -> it.right() ? 1 : 0).average().orElse(0);
  }

  private static double macroF1(List<Judged> all) {
    var counts = new TreeMap<String, int[]>();
    for (var judged : all) {
      var truth = counts.computeIfAbsent(judged.truth(), label -> new int[3]);
      truth[1]++;
      truth[0] += judged.right() ? 1 : 0;
      counts.computeIfAbsent(judged.guess().label(), label -> new int[3])[2]++;
    }
    counts.remove(IntentLearner.OUT_OF_SCOPE);
    return counts.values().stream()
        .filter(count -> count[1] > 0)
        .mapToDouble(count -> 2.0 * count[0] / (count[1] + count[2]))
        .average()
        .orElse(0);
  }

  private static double calibrationError(List<Judged> all) {
    var differences = new double[BINS];
    for (var judged : all) {
      var bin = (int) Math.min(BINS - 1, judged.guess().confidence() * BINS);
      differences[bin] += judged.guess().confidence() - (judged.right() ? 1 : 0);
    }
    var sum = 0.0;
    for (var difference : differences) {
      sum += Math.abs(difference);
    }
    return sum / Math.max(1, all.size());
  }

  /** A table for people. */
  public String table() {
    return String.format(
        Locale.ROOT,
        """
        texts               %8d, of which out of scope %d
        accuracy            %8.1f %%
        macro F1            %8.1f %%
        out-of-scope recall %8s
        calibration error   %8.3f
        learning            %8.1f s
        """,
        texts,
        outOfScope,
        100 * accuracy,
        100 * macroF1,
        oosRecall.map(recall -> String.format(Locale.ROOT, "%.1f %%", 100 * recall)).orElse("-"),
        calibrationError,
        learningSeconds);
  }
}
