package dev.atrium.plugins.recommendation.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Items whose words are alike; knows an item that nobody has taken yet. */
public final class ContentSimilarity {
  private static final Pattern WORD = Pattern.compile("\\p{IsHan}+|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");
  private static final int KEPT = 50;
  private static final int MOST_ITEMS_OF_A_WORD = 2000;

  private ContentSimilarity() {}

  static ItemWeights learn(List<String> texts) {
    var vectors = vectors(texts);
    Map<String, List<Integer>> holders = new HashMap<>();
    for (var item = 0; item < vectors.size(); item++) {
      for (var word : vectors.get(item).keySet()) {
        holders.computeIfAbsent(word, key -> new ArrayList<>()).add(item);
      }
    }
    var to = new int[texts.size()][];
    var weights = new float[texts.size()][];
    IntStream.range(0, texts.size())
        .parallel()
        .forEach(
            item -> {
              var points = points(vectors.get(item), vectors, holders);
              points[item] = Float.NEGATIVE_INFINITY;
              to[item] = Top.of(points, KEPT);
              weights[item] = new float[to[item].length];
              for (var at = 0; at < to[item].length; at++) {
                weights[item][at] = points[to[item][at]];
              }
            });
    return new ItemWeights(to, weights, 1);
  }

  private static float[] points(
      Map<String, Double> own,
      List<Map<String, Double>> vectors,
      Map<String, List<Integer>> holders) {
    var points = new float[vectors.size()];
    own.forEach(
        (word, weight) -> {
          var found = holders.getOrDefault(word, List.of());
          if (found.size() <= MOST_ITEMS_OF_A_WORD) {
            found.forEach(
                item ->
                    points[item] += (float) (weight * vectors.get(item).getOrDefault(word, 0.0)));
          }
        });
    return points;
  }

  private static List<Map<String, Double>> vectors(List<String> texts) {
    var words = texts.stream().map(ContentSimilarity::words).toList();
    var frequencies = new HashMap<String, Integer>();
    words.forEach(text -> text.keySet().forEach(word -> frequencies.merge(word, 1, Integer::sum)));
    return words.stream().map(text -> vector(text, frequencies, texts.size())).toList();
  }

  private static Map<String, Double> vector(
      Map<String, Integer> words, Map<String, Integer> frequencies, int texts) {
    Map<String, Double> vector = new TreeMap<>();
    words.forEach(
        (word, count) ->
            vector.put(
                word,
                (1 + Math.log(count))
                    * Math.log(1 + (double) texts / frequencies.getOrDefault(word, 1))));
    var length = Math.sqrt(vector.values().stream().mapToDouble(it -> it * it).sum());
    vector.replaceAll((word, weight) -> weight / length);
    return vector;
  }

  /** A text's words with how often each occurs; of Chinese, characters and pairs of them. */
  public static Map<String, Integer> words(String text) {
    var words = new TreeMap<String, Integer>();
    var matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      var word = matcher.group();
      if (Character.isIdeographic(word.codePointAt(0))) {
        for (var at = 0; at + 1 < word.length(); at++) {
          words.merge(word.substring(at, at + 2), 1, Integer::sum);
        }
      } else {
        words.merge(word, 1, Integer::sum);
      }
    }
    return words;
  }
}
