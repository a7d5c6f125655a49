package dev.atrium.plugins.recommendation.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came after an item in users' histories: the next item most, the ones after it less. */
final class Transitions {
  private static final int WINDOW = 4;
  private static final int KEPT = 100;
  private static final double SHRINKAGE = 5;
  private static final float FADING = 0.5f;

  private Transitions() {}

  static ItemWeights learn(Histories histories) {
    List<Map<Integer, Float>> after = new ArrayList<>();
    for (var item = 0; item < histories.items(); item++) {
      after.add(new HashMap<>());
    }
    for (var history : histories.ofUser()) {
      for (var at = 0; at < history.length; at++) {
        for (var gap = 1; gap <= WINDOW && at + gap < history.length; gap++) {
          after.get(history[at]).merge(history[at + gap], 1f / gap, Float::sum);
        }
      }
    }
    var to = new int[histories.items()][];
    var weights = new float[histories.items()][];
    for (var item = 0; item < to.length; item++) {
      var total = histories.ofItem()[item].length + SHRINKAGE;
      var next = strongest(after.get(item));
      to[item] = next.keySet().stream().mapToInt(Integer::intValue).toArray();
      weights[item] = new float[to[item].length];
      for (var at = 0; at < to[item].length; at++) {
        weights[item][at] = (float) (next.getOrDefault(to[item][at], 0f) / total);
      }
    }
    return new ItemWeights(to, weights, FADING);
  }

  private static TreeMap<Integer, Float> strongest(Map<Integer, Float> after) {
    var kept = new TreeMap<Integer, Float>();
    after.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Float>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(KEPT)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }
}
