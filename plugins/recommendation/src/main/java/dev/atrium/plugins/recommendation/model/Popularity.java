package dev.atrium.plugins.recommendation.model;

import dev.atrium.spi.recommend.Interactions;
import java.util.Arrays;

/** The same points for everybody: how often an item was taken, or how often lately. */
final class Popularity implements Scorer {
  private static final double SHARE_OF_TIME = 0.05;

  private final float[] points;

  private Popularity(float[] points) {
    this.points = points;
  }

  static Popularity of(Histories histories) {
    var points = new float[histories.items()];
    for (var item = 0; item < points.length; item++) {
      points[item] = histories.ofItem()[item].length;
    }
    return new Popularity(points);
  }

  /** Interactions lose half their worth in a twentieth of the time that the data span. */
  static Popularity recent(Interactions interactions) {
    var points = new float[interactions.items()];
    var last = Arrays.stream(interactions.time()).max().orElse(0);
    var first = Arrays.stream(interactions.time()).min().orElse(0);
    var half = Math.max(1, (last - first) * SHARE_OF_TIME);
    for (var at = 0; at < interactions.size(); at++) {
      points[interactions.item()[at]] +=
          (float) Math.pow(0.5, (last - interactions.time()[at]) / half);
    }
    return new Popularity(points);
  }

  /** The most points an item has; at least 1. */
  float largest() {
    var largest = 1f;
    for (var own : points) {
      largest = Math.max(largest, own);
    }
    return largest;
  }

  @Override
  public void score(int[] history, float[] to) {
    for (var item = 0; item < points.length; item++) {
      to[item] += points[item];
    }
  }
}
