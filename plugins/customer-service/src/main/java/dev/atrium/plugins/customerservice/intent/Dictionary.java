package dev.atrium.plugins.customerservice.intent;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Numbers for the features that examples hold, so that texts become rows of numbers once. */
final class Dictionary {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final boolean[] runs;

  Dictionary(Collection<Map<String, Integer>> texts) {
    for (var text : texts) {
      text.keySet().forEach(feature -> numbers.putIfAbsent(feature, numbers.size()));
    }
    runs = new boolean[numbers.size()];
    numbers.forEach((feature, number) -> runs[number] = feature.charAt(0) == TextFeatures.RUN);
  }

  int size() {
    return runs.length;
  }

  /** Whether a feature is a run of characters. */
  boolean isRun(int feature) {
    return runs[feature];
  }

  /** The known features of a text and how many it has of those that tell familiarity. */
  Text read(Map<String, Integer> features) {
    var known = features.keySet().stream().filter(numbers::containsKey).toList();
    var told = (int) features.keySet().stream().filter(Dictionary::tells).count();
    return new Text(
        known.stream().mapToInt(numbers::get).toArray(),
        known.stream().mapToInt(features::get).toArray(),
        known.stream().filter(Dictionary::tells).mapToInt(numbers::get).toArray(),
        told);
  }

  private static boolean tells(String feature) {
    return feature.charAt(0) == TextFeatures.WORD || feature.charAt(0) == TextFeatures.RUN;
  }

  /**
   * A text's features.
   *
   * @param counts how often each occurs
   * @param telling those that tell familiarity: words and runs of characters
   * @param told how many of these the text has, unknown ones included
   */
  record Text(int[] features, int[] counts, int[] telling, int told) {
    double familiarity(BitSet seen) {
      return told == 0 ? 0 : (double) Arrays.stream(telling).filter(seen::get).count() / told;
    }
  }
}
