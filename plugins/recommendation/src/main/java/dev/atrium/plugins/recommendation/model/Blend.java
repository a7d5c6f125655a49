package dev.atrium.plugins.recommendation.model;

/**
 * Several scorers' points, weighted. Popularity decides between items of equal points, and alone
 * where nothing is known of a user.
 *
 * @param weights one for each scorer
 */
record Blend(Scorer[] scorers, float[] weights) implements Scorer {
  static Blend of(Scorer one, Scorer other, float weight) {
    return new Blend(new Scorer[] {one, other}, new float[] {1, weight});
  }

  @Override
  public void score(int[] history, float[] points) {
    for (var at = 0; at < scorers.length; at++) {
      if (weights[at] != 0) {
        var own = new float[points.length];
        scorers[at].score(history, own);
        for (var item = 0; item < points.length; item++) {
          points[item] += weights[at] * own[item];
        }
      }
    }
  }
}
