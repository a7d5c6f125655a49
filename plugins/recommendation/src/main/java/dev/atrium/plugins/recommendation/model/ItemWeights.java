package dev.atrium.plugins.recommendation.model;

/**
 * What having one item says for each other: the sum over a history is an item's points. Later items
 * of a history may count more.
 *
 * @param to each item's others
 * @param weights for each of these
 * @param fading what an item counts compared with the one after it in the history, 0 to 1
 */
record ItemWeights(int[][] to, float[][] weights, float fading) implements Scorer {
  private static final float LEAST = 0.01f;

  ItemWeights faded(float other) {
    return new ItemWeights(to, weights, other);
  }

  @Override
  public void score(int[] history, float[] points) {
    var worth = 1f;
    for (var at = history.length - 1; at >= 0 && worth > LEAST; at--) {
      var others = to[history[at]];
      var says = weights[history[at]];
      for (var other = 0; other < others.length; other++) {
        points[others[other]] += worth * says[other];
      }
      worth *= fading;
    }
  }
}
