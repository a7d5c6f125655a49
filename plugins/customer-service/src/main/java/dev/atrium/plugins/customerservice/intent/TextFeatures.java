package dev.atrium.plugins.customerservice.intent;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a text is recognized by: its words, words that stand next or near to each other, and runs of
 * characters within words, which survive typos and endings. Chinese has no blanks: there each
 * character is a word, and runs go across. A feature's first character tells its kind.
 */
final class TextFeatures {
  static final char WORD = 'w';
  static final char RUN = 'c';
  private static final char SEQUENCE = 'p';
  private static final char NEAR = 's';

  private static final Pattern WORDS =
      Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+(?:'\\p{L}+)?|[?$€£¥%]");
  private static final int LONGEST_SEQUENCE = 3;
  private static final int FARTHEST = 7;
  private static final int SHORTEST_RUN = 2;
  private static final int LONGEST_RUN = 5;
  private static final int MOST_WORDS = 200;

  private TextFeatures() {}

  /** A text's features, each with how often it occurs. Of a long text, its first words. */
  static Map<String, Integer> of(String text) {
    var words = words(text);
    var counts = new TreeMap<String, Integer>();
    for (var at = 0; at < words.size(); at++) {
      count(counts, WORD + words.get(at));
      for (var length = 2; length <= LONGEST_SEQUENCE && at + length <= words.size(); length++) {
        count(counts, SEQUENCE + String.join(" ", words.subList(at, at + length)));
      }
      for (var other = at + 1; other < Math.min(words.size(), at + FARTHEST + 1); other++) {
        count(counts, NEAR + pair(words.get(at), words.get(other)));
      }
    }
    runs(words, counts);
    return counts;
  }

  private static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }

  private static List<String> words(String text) {
    var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    var words = new ArrayList<String>();
    var matcher = WORDS.matcher(plain.replace('’', '\''));
    while (words.size() < MOST_WORDS && matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private static void runs(List<String> words, Map<String, Integer> counts) {
    var chinese = new StringBuilder();
    for (var word : words) {
      if (Character.isIdeographic(word.codePointAt(0))) {
        chinese.append(word);
        continue;
      }
      runs(chinese.toString(), counts);
      chinese.setLength(0);
      if (Character.isLetterOrDigit(word.codePointAt(0))) {
        runs(" " + word + " ", counts);
      }
    }
    runs(chinese.toString(), counts);
  }

  private static void runs(String text, Map<String, Integer> counts) {
    for (var length = SHORTEST_RUN; length <= LONGEST_RUN; length++) {
      for (var at = 0; at + length <= text.length(); at++) {
        count(counts, RUN + text.substring(at, at + length));
      }
    }
  }

  private static void count(Map<String, Integer> counts, String feature) {
    counts.merge(feature, 1, Integer::sum);
  }
}
