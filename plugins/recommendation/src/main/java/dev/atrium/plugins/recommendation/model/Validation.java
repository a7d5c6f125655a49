package dev.atrium.plugins.recommendation.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Measures scorers on the last items of some users' histories, which they have not seen. */
final class Validation {
  private static final int USERS = 2000;
  private static final int RANKED = 10;

  private final int items;
  private final int[][] histories;

  Validation(Histories all, long seed) {
    this.items = all.items();
    var random = new SplittableRandom(seed);
    var tested =
        IntStream.range(0, all.ofUser().length)
            .filter(user -> all.ofUser()[user].length > 1)
            .toArray();
    for (var at = tested.length - 1; at > 0; at--) {
      var other = random.nextInt(at + 1);
      var kept = tested[at];
      tested[at] = tested[other];
      tested[other] = kept;
    }
    this.histories =
        Arrays.stream(tested)
            .limit(USERS)
            .mapToObj(user -> all.ofUser()[user])
            .toArray(int[][]::new);
  }

  boolean isEmpty() {
    return histories.length == 0;
  }

  /** The mean NDCG@10 of the held-out items among all that the user had not. */
  double quality(Scorer scorer) {
    return Arrays.stream(histories).parallel().mapToDouble(it -> gain(scorer, it)).sum()
        / Math.max(1, histories.length);
  }

  private double gain(Scorer scorer, int[] history) {
    var before = Arrays.copyOf(history, history.length - 1);
    var target = history[history.length - 1];
    var points = new float[items];
    scorer.score(before, points);
    for (var item : before) {
      points[item] = Float.NEGATIVE_INFINITY;
    }
    var own = points[target];
    var rank = 1;
    for (var item = 0; item < items; item++) {
      rank += points[item] > own || (points[item] == own && item < target) ? 1 : 0;
    }
    return rank <= RANKED ? Math.log(2) / Math.log(1 + rank) : 0;
  }
}
