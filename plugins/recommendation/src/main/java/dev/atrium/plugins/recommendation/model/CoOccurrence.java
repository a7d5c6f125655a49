package dev.atrium.plugins.recommendation.model;

import java.util.stream.IntStream;

/**
 * How many users have two items: for each item, those that occur with it most closely (by cosine),
 * itself left out.
 *
 * @param others each item's neighbours, closest first
 * @param counts users who have both
 */
record CoOccurrence(int[][] others, float[][] counts, float[] users) {
  static CoOccurrence of(Histories histories, int neighbours) {
    var items = histories.items();
    var users = new float[items];
    for (var item = 0; item < items; item++) {
      users[item] = histories.ofItem()[item].length;
    }
    var others = new int[items][];
    var counts = new float[items][];
    IntStream.range(0, items)
        .parallel()
        .forEach(item -> row(item, histories, users, neighbours, others, counts));
    return new CoOccurrence(others, counts, users);
  }

  private static void row(
      int item,
      Histories histories,
      float[] users,
      int neighbours,
      int[][] others,
      float[][] counts) {
    var together = new float[users.length];
    for (var user : histories.ofItem()[item]) {
      for (var other : histories.ofUser()[user]) {
        together[other]++;
      }
    }
    var closeness = new float[users.length];
    for (var other = 0; other < together.length; other++) {
      closeness[other] =
          together[other] == 0 || other == item
              ? Float.NEGATIVE_INFINITY
              : (float) (together[other] / Math.sqrt(users[other]));
    }
    others[item] = Top.of(closeness, neighbours);
    counts[item] = new float[others[item].length];
    for (var at = 0; at < counts[item].length; at++) {
      counts[item][at] = together[others[item][at]];
    }
  }

  /** Item-kNN: cosine, lowered for pairs that few users have. */
  ItemWeights cosine(double shrinkage) {
    var weights = new float[others.length][];
    for (var item = 0; item < weights.length; item++) {
      weights[item] = new float[others[item].length];
      for (var at = 0; at < weights[item].length; at++) {
        var both = counts[item][at];
        var length = Math.sqrt(users[item] * users[others[item][at]]);
        weights[item][at] = (float) (both / (length + shrinkage));
      }
    }
    return new ItemWeights(others, weights, 1);
  }
}
