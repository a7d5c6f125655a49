package dev.atrium.platform.safety;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a character looks like when width, case, accents, script of look-alikes and the traditional
 * form of Chinese are taken away: its <em>fold</em>. Sources: the JDK's {@link Normalizer} and the
 * tables of {@code folding.txt}. A fold is a kind and a code point, packed into an int.
 */
final class Folding {
  /** Not to be seen: joiners, direction marks, combining accents, variation selectors. */
  static final int INVISIBLE = 0;

  /** Punctuation and symbols. */
  static final int MARK = 1;

  static final int SPACE = 2;

  /** A letter of a script that writes words apart; folded to lower case. */
  static final int LETTER = 3;

  static final int DIGIT = 4;

  /** A letter of a script without word boundaries: Han, kana, Hangul, Thai. */
  static final int IDEOGRAPH = 5;

  /** Stands for several letters (ligatures); the value is an index for {@link #expansion}. */
  static final int EXPANSION = 6;

  /** Set on a letter that stands for a leet symbol such as {@code @}. */
  static final int LEET = 1 << 28;

  /** Set on a Chinese character put together from two. */
  static final int COMPOSED = 1 << 29;

  private static final int KIND_SHIFT = 24;
  private static final int VALUE = (1 << KIND_SHIFT) - 1;
  private static final int KIND = 7;
  private static final int PAGE = 256;

  private static final String SMALL_CAPITALS = "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";

  private static final Map<Integer, Integer> LOOK_ALIKES = lookAlikes();
  private static final char[] SIMPLIFIED = simplified();
  private static final List<int[]> EXPANSIONS = new ArrayList<>();
  private static final Map<List<Integer>, Integer> EXPANSION_INDEX = new HashMap<>();
  private static final AtomicReferenceArray<int[]> PAGES =
      new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);

  private Folding() {}

  /** The fold of a code point, lone surrogates included. */
  static int of(int code) {
    var page = PAGES.get(code / PAGE);
    if (page == null) {
      page = page(code / PAGE);
    }
    return page[code % PAGE];
  }

  static int kind(int fold) {
    return fold >>> KIND_SHIFT & KIND;
  }

  static int value(int fold) {
    return fold & VALUE;
  }

  /** The folds that an EXPANSION stands for. */
  static synchronized int[] expansion(int fold) {
    return EXPANSIONS.get(value(fold));
  }

  private static synchronized int[] page(int number) {
    int[] page = new int[PAGE];
    for (int i = 0; i < PAGE; i++) {
      page[i] = compute(number * PAGE + i);
    }
    PAGES.set(number, page);
    return page;
  }

  private static int fold(int kind, int value) {
    return kind << KIND_SHIFT | value;
  }

  private static int compute(int code) {
    if (isInvisible(code)) {
      return fold(INVISIBLE, 0);
    }
    if (Character.isDigit(code)) {
      return fold(DIGIT, '0' + Character.digit(code, 10));
    }
    if (Character.isIdeographic(code) && code < 0xF900) {
      return fold(IDEOGRAPH, code < SIMPLIFIED.length ? SIMPLIFIED[code] : code);
    }
    if (code >= 0xAC00 && code < 0xD7A4) {
      return fold(IDEOGRAPH, code);
    }
    if (code >= 0xD800 && code < 0xF900 || !Character.isDefined(code)) {
      return fold(MARK, code);
    }
    int enclosed = enclosedLetter(code);
    if (enclosed != 0) {
      return fold(LETTER, enclosed);
    }
    if (isWithoutBoundaries(code)) {
      return composed(code);
    }
    return decomposed(code);
  }

  private static int composed(int code) {
    if (code >= 0x10000) {
      return fold(IDEOGRAPH, code);
    }
    var text = Normalizer.normalize(Character.toString(code), Normalizer.Form.NFKC);
    return text.codePointCount(0, text.length()) == 1
        ? ideograph(text.codePointAt(0))
        : expand(text);
  }

  private static int ideograph(int code) {
    return fold(IDEOGRAPH, code < SIMPLIFIED.length ? SIMPLIFIED[code] : code);
  }

  private static int decomposed(int code) {
    var text =
        code < 0x80
            ? Character.toString(code)
            : Normalizer.normalize(Character.toString(code), Normalizer.Form.NFKD);
    var bare = new StringBuilder();
    text.codePoints().filter(part -> !isInvisible(part)).forEach(bare::appendCodePoint);
    boolean single = bare.codePointCount(0, bare.length()) == 1;
    int only = bare.isEmpty() ? code : bare.codePointAt(0);
    if (single && only != code) {
      int alike = only < 0x80 ? 0 : LOOK_ALIKES.getOrDefault(code, 0);
      return alike != 0 ? fold(LETTER, alike) : compute(only);
    }
    if (bare.length() > 1 && !single && isWritten(bare)) {
      return expand(bare.toString());
    }
    return simple(code);
  }

  private static boolean isWritten(StringBuilder text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static int simple(int code) {
    if (Character.isLetter(code)) {
      int lower = Character.toLowerCase(code);
      int alike =
          LOOK_ALIKES.getOrDefault(code, LOOK_ALIKES.getOrDefault(Character.toUpperCase(code), 0));
      if (alike != 0) {
        return fold(LETTER, alike == 'l' && lower != code ? 'i' : alike);
      }
      return lower == code || lower < 0x80 ? fold(LETTER, lower) : compute(lower);
    }
    if (Character.isSpaceChar(code) || Character.isWhitespace(code)) {
      return fold(SPACE, 0);
    }
    return fold(Character.getType(code) == Character.OTHER_SYMBOL ? MARK : kindOf(code), code);
  }

  private static int kindOf(int code) {
    int type = Character.getType(code);
    return type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK
            || type == Character.LETTER_NUMBER
        ? LETTER
        : MARK;
  }

  private static int expand(String text) {
    int[] parts =
        text.codePoints()
            .map(Folding::compute)
            .filter(part -> kind(part) >= LETTER && kind(part) != EXPANSION)
            .toArray();
    if (parts.length == 0) {
      return fold(MARK, 0);
    }
    if (parts.length == 1) {
      return parts[0];
    }
    int index =
        EXPANSION_INDEX.computeIfAbsent(
            Arrays.stream(parts).boxed().toList(), added -> EXPANSIONS.size());
    if (index == EXPANSIONS.size()) {
      EXPANSIONS.add(parts);
    }
    return fold(EXPANSION, index);
  }

  private static boolean isInvisible(int code) {
    int type = Character.getType(code);
    return switch (type) {
      case Character.FORMAT, Character.ENCLOSING_MARK -> true;
      case Character.CONTROL -> !Character.isWhitespace(code);
      case Character.NON_SPACING_MARK -> isAccent(code);
      default ->
          (code >= 0x115F && code <= 0x1160)
              || code == 0x3164
              || code == 0xFFA0
              || code == 0x2800
              || code == 0x0640;
    };
  }

  private static boolean isAccent(int code) {
    var script = Character.UnicodeScript.of(code);
    return (script == Character.UnicodeScript.INHERITED && code != 0x3099 && code != 0x309A)
        || (code >= 0x0591 && code <= 0x05C7)
        || (code >= 0x064B && code <= 0x065F)
        || (code >= 0xE0100 && code <= 0xE01EF);
  }

  private static boolean isWithoutBoundaries(int code) {
    return switch (Character.UnicodeScript.of(code)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR ->
          Character.isLetter(code);
      default -> false;
    };
  }

  /** Letters in negative circles and squares, and regional indicators; they have no mapping. */
  private static int enclosedLetter(int code) {
    for (int first : new int[] {0x1F150, 0x1F170, 0x1F1E6}) {
      if (code >= first && code < first + 26) {
        return 'a' + code - first;
      }
    }
    return 0;
  }

  private static Map<Integer, Integer> lookAlikes() {
    Map<Integer, Integer> alike = new HashMap<>();
    int[] pairs = (Tables.line("L ") + SMALL_CAPITALS).codePoints().toArray();
    for (int i = 0; i < pairs.length; i += 2) {
      if (Character.isLetter(pairs[i]) == Character.isLetter(pairs[i + 1])) {
        alike.put(pairs[i], pairs[i + 1]);
      }
    }
    // Look-alikes of these are small capitals in turn.
    alike.put((int) 'в', (int) 'b');
    alike.put((int) 'н', (int) 'h');
    alike.put((int) 'т', (int) 't');
    alike.put((int) 'м', (int) 'm');
    alike.put((int) 'к', (int) 'k');
    return alike;
  }

  private static char[] simplified() {
    char[] table = new char[0xA000];
    for (char c = 0; c < table.length; c++) {
      table[c] = c;
    }
    var pairs = Tables.line("T ");
    for (int i = 0; i < pairs.length(); i += 2) {
      table[pairs.charAt(i)] = pairs.charAt(i + 1);
    }
    return table;
  }
}
