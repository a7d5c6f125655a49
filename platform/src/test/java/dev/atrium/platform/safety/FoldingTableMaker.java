package dev.atrium.platform.safety;

import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.Transliterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes {@code folding.txt}, the tables behind {@link Folding} and {@link Pinyin}, from ICU4J. It
 * takes about three seconds, which is why the result is kept as a resource and not made at start.
 */
final class FoldingTableMaker {
  private static final int LAST = 0x1FFFF;

  private FoldingTableMaker() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), make());
  }

  static String make() {
    return """
    # Derived from ICU4J 77.1 (com.ibm.icu:icu4j) by FoldingTableMaker; see UNICODE-LICENSE.txt.
    # T: traditional character, then simplified. L: look-alike, then the ASCII letter or digit.
    # P: syllable, then the characters that read so.
    """
        + traditional()
        + lookAlikes()
        + pinyin();
  }

  private static String traditional() {
    var transliterator = Transliterator.getInstance("Traditional-Simplified");
    var pairs = new StringBuilder("T ");
    for (int code = 0x3400; code < 0xA000; code++) {
      var from = Character.toString(code);
      var to = transliterator.transliterate(from);
      if (!to.equals(from) && to.length() == 1) {
        pairs.append(from).append(to);
      }
    }
    return pairs.append('\n').toString();
  }

  private static String lookAlikes() {
    var checker = new SpoofChecker.Builder().build();
    var pairs = new StringBuilder("L ");
    for (int code = 0x80; code <= LAST; code++) {
      if (Character.isLetterOrDigit(code) && !Character.isIdeographic(code)) {
        var skeleton = bare(checker.getSkeleton(Character.toString(code)));
        if (skeleton.length() == 1
            && skeleton.charAt(0) < 0x80
            && Character.isLetterOrDigit(skeleton.charAt(0))) {
          pairs.appendCodePoint(code).append(Character.toLowerCase(skeleton.charAt(0)));
        }
      }
    }
    return pairs.append('\n').toString();
  }

  private static String pinyin() {
    var transliterator = Transliterator.getInstance("Han-Latin");
    Map<String, StringBuilder> readings = new TreeMap<>();
    for (int code = 0x4E00; code < 0xA000; code++) {
      var character = Character.toString(code);
      var reading = bare(transliterator.transliterate(character));
      if (reading.chars().allMatch(letter -> letter >= 'a' && letter <= 'z')) {
        readings.computeIfAbsent(reading, ignored -> new StringBuilder()).append(character);
      }
    }
    return readings.entrySet().stream()
        .map(entry -> "P " + entry.getKey() + " " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String bare(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
  }
}
