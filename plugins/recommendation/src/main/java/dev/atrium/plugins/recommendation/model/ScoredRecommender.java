package dev.atrium.plugins.recommendation.model;

import dev.atrium.spi.recommend.Recommender;

/** Recommends what a scorer gives the most points. */
record ScoredRecommender(String name, Scorer scorer, int items) implements Recommender {
  @Override
  public int[] recommend(int[] history, int limit) {
    var points = new float[items];
    scorer.score(history, points);
    for (var item : history) {
      points[item] = Float.NEGATIVE_INFINITY;
    }
    return Top.of(points, limit);
  }
}
