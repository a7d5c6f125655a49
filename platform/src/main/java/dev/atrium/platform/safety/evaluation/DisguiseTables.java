package dev.atrium.platform.safety.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hand-written tables of {@code disguises.txt}; none of them is the filter's. */
final class DisguiseTables {
  /** Changes with the tables or the generator, so that figures can be compared. */
  static final int VERSION = 1;

  private final Map<Integer, String> traditional = new HashMap<>();
  private final Map<Integer, List<String>> homoglyphs = new HashMap<>();
  private final Map<Integer, List<String>> leetspeak = new HashMap<>();
  private final Map<Integer, String> pinyin = new HashMap<>();
  private final Map<Integer, String> splits = new HashMap<>();

  DisguiseTables() {
    try (var stream = DisguiseTables.class.getResourceAsStream("disguises.txt")) {
      if (stream == null) {
        throw new IllegalStateException("The resource disguises.txt is missing");
      }
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(this::add);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Map<Integer, String> traditional() {
    return traditional;
  }

  Map<Integer, List<String>> homoglyphs() {
    return homoglyphs;
  }

  Map<Integer, List<String>> leetspeak() {
    return leetspeak;
  }

  Map<Integer, String> pinyin() {
    return pinyin;
  }

  Map<Integer, String> splits() {
    return splits;
  }

  private void add(String line) {
    var words = line.split(" ", -1);
    switch (words[0]) {
      case "TRADITIONAL" -> {
        int[] codes = words[1].codePoints().toArray();
        for (int i = 0; i < codes.length; i += 2) {
          if (codes[i] != codes[i + 1]) {
            traditional.put(codes[i], Character.toString(codes[i + 1]));
          }
        }
      }
      case "HOMOGLYPH" -> homoglyphs.put(words[1].codePointAt(0), characters(words[2]));
      case "LEETSPEAK" -> leetspeak.put(words[1].codePointAt(0), characters(words[2]));
      case "PINYIN" -> words[2].codePoints().forEach(c -> pinyin.put(c, words[1]));
      case "SPLIT" -> {
        for (int i = 1; i < words.length; i++) {
          int whole = words[i].codePointAt(0);
          splits.put(whole, words[i].substring(Character.charCount(whole)));
        }
      }
      default -> throw new IllegalStateException("Unknown table: " + words[0]);
    }
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }
}
