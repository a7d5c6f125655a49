package dev.atrium.platform.safety;

import java.util.Arrays;

/**
 * A stretch of projected text around words that read as pinyin, as syllables: a Chinese character
 * is one item, a Latin syllable is one item, and so is any other letter.
 */
final class SpokenText {
  private static final int MAX_OTHERS = 8;
  private static final String INSERTABLE = " .-_*·~'’`^+=#|/\u3000";

  final Projection text;
  int items;
  int[] symbol = new int[64];
  int[] firstRaw = new int[64];
  int[] endRaw = new int[64];
  boolean[] latin = new boolean[64];

  /** Whether a word begins, or ends, at an item's edge; true for what is no word. */
  boolean[] opens = new boolean[64];

  boolean[] closes = new boolean[64];

  /** Whether some word could be divided otherwise. */
  boolean ambiguous;

  private final Alphabet alphabet;

  private SpokenText(Projection text, Alphabet alphabet) {
    this.text = text;
    this.alphabet = alphabet;
  }

  /**
   * @param from the first raw of the stretch
   * @param to the raw after its last
   * @param word index into the projection's words of the first one in the stretch
   */
  static SpokenText of(
      Projection text, Alphabet alphabet, int from, int to, int word, boolean longFirst) {
    var spoken = new SpokenText(text, alphabet);
    int nextWord = word;
    int raw = from;
    while (raw < to) {
      if (nextWord < text.words && text.word[nextWord] == raw) {
        spoken.addWord(raw, text.word[nextWord + 1], longFirst);
        raw = text.word[nextWord + 1];
        nextWord += 2;
        raw += raw < to && spoken.isTone(raw) ? 1 : 0;
      } else {
        spoken.addOther(raw++);
      }
    }
    return spoken;
  }

  /** The first raw of the stretch around a word. */
  static int stretchStart(Projection text, int word) {
    int raw = text.word[word];
    int others = 0;
    boolean spaced = isBesideIdeograph(text, word);
    while (raw > 0 && gapIsNarrow(text, raw - 1, raw)) {
      boolean ideograph = text.kind(raw - 1) == Folding.IDEOGRAPH;
      if (!ideograph
          && (others == MAX_OTHERS || !(spaced || text.rawEnd[raw - 1] == text.rawStart[raw]))) {
        break;
      }
      others = ideograph ? 0 : others + 1;
      raw--;
    }
    return raw;
  }

  /** The raw after the stretch around a word. */
  static int stretchEnd(Projection text, int word) {
    int raw = text.word[word + 1];
    int next = word + 2;
    int others = 0;
    boolean spaced = isBesideIdeograph(text, word);
    int limit = text.openWord >= 0 ? text.openWord : text.raws;
    while (raw < limit && gapIsNarrow(text, raw - 1, raw)) {
      while (next < text.words && text.word[next] < raw) {
        next += 2;
      }
      if (next < text.words && text.word[next] == raw) {
        raw = text.word[next + 1];
        others = 0;
      } else {
        boolean ideograph = text.kind(raw) == Folding.IDEOGRAPH;
        if (!ideograph
            && (others == MAX_OTHERS || !(spaced || text.rawEnd[raw - 1] == text.rawStart[raw]))) {
          break;
        }
        others = ideograph ? 0 : others + 1;
        raw++;
      }
    }
    return raw;
  }

  /** Whether a stretch is nothing but English words, which {@link SpokenRules} never accepts. */
  static boolean isOrdinary(Projection text, int word, int from, int to) {
    int raw = from;
    for (int next = word; raw < to; next += 2) {
      if (next >= text.words || text.word[next] != raw) {
        return false;
      }
      raw = text.word[next + 1];
      if (!OrdinaryWords.contains(letters(text, text.word[next], raw))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBesideIdeograph(Projection text, int word) {
    int before = text.word[word] - 1;
    int after = text.word[word + 1];
    return (before >= 0 && text.kind(before) == Folding.IDEOGRAPH)
        || (after < text.raws && text.kind(after) == Folding.IDEOGRAPH);
  }

  /** Whether so little stands between two raws that they may be spoken as one. */
  static boolean gapIsNarrow(Projection text, int before, int after) {
    int visible = 0;
    for (int i = text.rawEnd[before]; i < text.rawStart[after]; i++) {
      if (Folding.kind(Folding.of(text.text[i])) != Folding.INVISIBLE
          && (++visible > 2 || INSERTABLE.indexOf(text.text[i]) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** The letters of the word that an item belongs to. */
  String letters(int from, int to) {
    return letters(text, from, to);
  }

  private static String letters(Projection text, int from, int to) {
    var letters = new StringBuilder();
    for (int raw = from; raw < to; raw++) {
      letters.appendCodePoint(text.value(raw));
    }
    return letters.toString();
  }

  private void addWord(int from, int to, boolean longFirst) {
    var letters = letters(from, to);
    var syllables = Pinyin.divide(letters, longFirst);
    ambiguous |= syllables.size() != Pinyin.divide(letters, !longFirst).size();
    int raw = from;
    for (var syllable : syllables) {
      add(syllable[0], raw, raw + syllable[1], true, raw == from, raw + syllable[1] == to);
      raw += syllable[1];
    }
  }

  private void addOther(int raw) {
    int reading = text.kind(raw) == Folding.IDEOGRAPH ? Pinyin.reading(text.value(raw)) : 0;
    int known = alphabet.symbol(text.value(raw));
    int other = known == 0 ? 0 : Pinyin.count() + known;
    add(reading != 0 ? reading : other, raw, raw + 1, false, true, true);
  }

  private boolean isTone(int raw) {
    return text.kind(raw) == Folding.DIGIT
        && text.value(raw) >= '1'
        && text.value(raw) <= '5'
        && text.rawEnd[raw - 1] == text.rawStart[raw];
  }

  private void add(int itemSymbol, int from, int to, boolean isLatin, boolean open, boolean close) {
    if (items == symbol.length) {
      symbol = Arrays.copyOf(symbol, items * 2);
      firstRaw = Arrays.copyOf(firstRaw, items * 2);
      endRaw = Arrays.copyOf(endRaw, items * 2);
      latin = Arrays.copyOf(latin, items * 2);
      opens = Arrays.copyOf(opens, items * 2);
      closes = Arrays.copyOf(closes, items * 2);
    }
    symbol[items] = itemSymbol;
    firstRaw[items] = from;
    endRaw[items] = to;
    latin[items] = isLatin;
    opens[items] = open;
    closes[items++] = close;
  }
}
