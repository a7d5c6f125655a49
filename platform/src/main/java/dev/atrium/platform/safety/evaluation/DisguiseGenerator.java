package dev.atrium.platform.safety.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes disguises of words. A kind that a word can't bear, because it has no character to change or
 * would no longer be read as that word, gives nothing:
 *
 * <ul>
 *   <li>leetspeak, marks, spaces and repetitions need three letters, in Chinese two;
 *   <li>at least one letter stays as it is in leetspeak;
 *   <li>a word of two Chinese characters keeps one in pinyin, since two toneless syllables stand
 *       for dozens of words.
 * </ul>
 */
public final class DisguiseGenerator {
  private static final List<String> MARKS = List.of(".", "-", "*", "_", "~", "·", "^", "+");
  private static final List<String> INVISIBLE =
      List.of("\u200B", "\u200C", "\u200D", "\u2060", "\u00AD", "\uFEFF");
  private static final List<String> ACCENTS =
      List.of("\u0300", "\u0301", "\u0302", "\u0308", "\u0323");
  private static final List<DisguiseKind> COMBINABLE =
      List.of(
          DisguiseKind.CASE,
          DisguiseKind.WIDTH,
          DisguiseKind.TRADITIONAL,
          DisguiseKind.HOMOGLYPHS,
          DisguiseKind.ACCENTS);
  private static final List<DisguiseKind> COMBINED_AFTER =
      List.of(DisguiseKind.MARKS, DisguiseKind.SPACES, DisguiseKind.INVISIBLE);

  private final DisguiseTables tables = new DisguiseTables();
  private final RandomGenerator random;

  public DisguiseGenerator(RandomGenerator random) {
    this.random = random;
  }

  /** A disguise of a word, different from it; empty if the kind does not suit the word. */
  public Optional<String> disguise(DisguiseKind kind, String word) {
    var disguised =
        switch (kind) {
          case PLAIN -> word;
          case CASE -> changeCase(word);
          case WIDTH -> replace(word, DisguiseGenerator::wide, 1.0);
          case TRADITIONAL -> replace(word, c -> tables.traditional().getOrDefault(c, ""), 1.0);
          case ACCENTS -> replace(word, this::accented, 0.6);
          case HOMOGLYPHS -> replace(word, c -> any(tables.homoglyphs(), c), 0.6);
          case LEETSPEAK -> leetspeak(word);
          case MARKS -> insert(word, pick(MARKS));
          case SPACES -> insert(word, " ");
          case INVISIBLE -> insertAll(word, INVISIBLE);
          case REPEATED -> repeat(word);
          case PINYIN -> pinyin(word);
          case SPLIT -> replaceOne(word, tables.splits());
          case COMBINED -> combined(word);
        };
    return kind == DisguiseKind.PLAIN || !disguised.equals(word)
        ? Optional.of(disguised)
        : Optional.empty();
  }

  private interface Replacement {
    /** What to write for a character; empty to keep it. */
    String of(int code);
  }

  private String replace(String word, Replacement replacement, double share) {
    var text = new StringBuilder();
    word.codePoints()
        .forEach(
            code -> {
              var other = replacement.of(code);
              boolean changes = !other.isEmpty() && random.nextDouble() < share;
              text.append(changes ? other : Character.toString(code));
            });
    return text.toString();
  }

  private String changeCase(String word) {
    return replace(
        word,
        c ->
            c < 0x80 && Character.isLetter(c)
                ? Character.toString(
                    Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c))
                : "",
        0.6);
  }

  private static String wide(int code) {
    return code > ' ' && code < 0x7F && Character.isLetterOrDigit(code)
        ? Character.toString(code + 0xFEE0)
        : "";
  }

  private String accented(int code) {
    return code < 0x80 && Character.isLetter(code)
        ? java.text.Normalizer.normalize(
            Character.toString(code) + pick(ACCENTS),
            random.nextBoolean() ? java.text.Normalizer.Form.NFC : java.text.Normalizer.Form.NFD)
        : "";
  }

  private String leetspeak(String word) {
    if (letters(word).size() < 3) {
      return word;
    }
    var lower = word.toLowerCase(Locale.ROOT);
    var disguised = replace(lower, c -> any(tables.leetspeak(), c), 0.6);
    boolean keepsOne =
        java.util.stream.IntStream.range(0, disguised.length())
            .anyMatch(i -> Character.isLetter(disguised.charAt(i)));
    return keepsOne && !disguised.equals(lower) ? disguised : word;
  }

  private String insert(String word, String what) {
    var letters = letters(word);
    if (letters.size() < (isChinese(word) ? 2 : 3)) {
      return word;
    }
    if (letters.size() > 3 && random.nextInt(3) == 0) {
      int place = letters.get(1 + random.nextInt(letters.size() - 1));
      return word.substring(0, place) + what + word.substring(place);
    }
    return insertAll(word, List.of(what));
  }

  private String insertAll(String word, List<String> what) {
    var text = new StringBuilder();
    int last = 0;
    var letters = letters(word);
    for (int i = 1; i < letters.size(); i++) {
      text.append(word, last, letters.get(i)).append(pick(what));
      last = letters.get(i);
    }
    return text.append(word.substring(last)).toString();
  }

  private String repeat(String word) {
    var letters = letters(word);
    if (letters.size() < (isChinese(word) ? 2 : 3)) {
      return word;
    }
    int first = random.nextInt(letters.size());
    var text = new StringBuilder();
    for (int i = 0; i < word.length(); ) {
      int code = word.codePointAt(i);
      boolean repeats =
          Character.isLetter(code) && (i == letters.get(first) || random.nextInt(3) == 0);
      text.append(Character.toString(code).repeat(repeats ? 3 + random.nextInt(4) : 1));
      i += Character.charCount(code);
    }
    return text.toString();
  }

  private String pinyin(String word) {
    int[] codes = word.codePoints().toArray();
    if (codes.length < 2) {
      return word;
    }
    boolean all = codes.length > 2 && random.nextBoolean();
    int one = random.nextInt(codes.length);
    var separator = random.nextInt(3) == 0 ? " " : "";
    var parts = new ArrayList<String>();
    boolean complete = true;
    for (int i = 0; i < codes.length; i++) {
      var reading = tables.pinyin().getOrDefault(codes[i], "");
      complete &= !reading.isEmpty();
      parts.add((all || i == one) && !reading.isEmpty() ? reading : Character.toString(codes[i]));
    }
    return all && !complete ? word : join(codes, parts, all ? separator : "");
  }

  /** Joins readings and characters; a reading beside a Latin letter of the word stands apart. */
  private static String join(int[] codes, List<String> parts, String separator) {
    var text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      boolean apart =
          i > 0
              && isLatin(text.charAt(text.length() - 1))
              && isLatin(parts.get(i).charAt(0))
              && (codes[i] < 0x80) != (codes[i - 1] < 0x80);
      text.append(i == 0 ? "" : apart ? " " : separator).append(parts.get(i));
    }
    return text.toString();
  }

  private static boolean isLatin(char c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }

  private String replaceOne(String word, Map<Integer, String> table) {
    int[] codes = word.codePoints().toArray();
    if (codes.length < 2) {
      return word;
    }
    int start = random.nextInt(codes.length);
    for (int i = 0; i < codes.length; i++) {
      int at = (start + i) % codes.length;
      if (table.containsKey(codes[at])) {
        return new String(codes, 0, at)
            + table.get(codes[at])
            + new String(codes, at + 1, codes.length - at - 1);
      }
    }
    return word;
  }

  private String combined(String word) {
    var first = disguise(COMBINABLE.get(random.nextInt(COMBINABLE.size())), word);
    var second = COMBINED_AFTER.get(random.nextInt(COMBINED_AFTER.size()));
    boolean bears = letters(word).size() >= (isChinese(word) ? 2 : 3);
    return bears ? first.flatMap(text -> disguise(second, text)).orElse(word) : word;
  }

  /** Where letters and digits begin. */
  private static List<Integer> letters(String word) {
    var starts = new ArrayList<Integer>();
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      if (Character.isLetterOrDigit(word.codePointAt(i))) {
        starts.add(i);
      }
    }
    return starts;
  }

  static boolean isChinese(String word) {
    return word.codePoints().filter(Character::isLetterOrDigit).allMatch(Character::isIdeographic);
  }

  private String any(Map<Integer, List<String>> table, int code) {
    var choices = table.getOrDefault(Character.toLowerCase(code), List.of());
    return choices.isEmpty() ? "" : pick(choices);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
