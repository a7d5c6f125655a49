package dev.atrium.platform.safety;

/**
 * Projects text onto a lexicon's alphabet: folds every character, leaves out what can be inserted
 * between letters, and notes where a second reading is possible.
 */
final class TextNormalizer {
  /** Read leet symbols beside letters as letters. */
  static final int LEET_SYMBOLS = 1;

  /** Read two Chinese characters that make one as that one. */
  static final int COMPOSE = 2;

  /** The most marks and spaces that may stand between two letters of a match. */
  static final int MAX_GAP = 5;

  /** The most equal letters in a row, and invisible characters in a row, inside a match. */
  static final int MAX_ROW = 64;

  private static final int MAX_WORD = 48;

  /** The lower case of ASCII letters, 0 for other characters. */
  private static final char[] WORD_LETTER = new char[0x80];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      WORD_LETTER[c] = c;
      WORD_LETTER[Character.toUpperCase(c)] = c;
    }
  }

  private final Alphabet alphabet;
  private final int mode;
  private final int only;
  private final boolean isFinal;
  private final Projection projection;
  private final char[] text;
  private final int to;

  private int gap;
  private int invisible;
  private int lastSymbol;
  private boolean lastIsLetter;
  private int wordState = Pinyin.START;
  private int wordFirst;
  private int splitEnd = -1;

  private TextNormalizer(
      Alphabet alphabet, int mode, int only, boolean isFinal, Projection projection) {
    this.only = only;
    this.alphabet = alphabet;
    this.mode = mode;
    this.isFinal = isFinal;
    this.projection = projection;
    this.text = projection.text;
    this.to = projection.to;
  }

  /**
   * Fills an empty projection.
   *
   * @param only the one offset at which to compose; negative for all
   * @param isFinal whether the text ends where the projection does, or may go on
   */
  static void project(
      Projection projection, Alphabet alphabet, int mode, int only, boolean isFinal) {
    new TextNormalizer(alphabet, mode, only, isFinal, projection).run(projection.from);
  }

  private void run(int from) {
    int i = from;
    while (i < to) {
      int code = text[i];
      int end = i + 1;
      if (code < 0x80 && WORD_LETTER[code] != 0 && projection.hasRoomFor(to - i)) {
        i = asciiWord(i);
        continue;
      }
      if (code >= 0xD800 && code < 0xDC00 && end < to && Character.isLowSurrogate(text[end])) {
        code = Character.toCodePoint((char) code, text[end++]);
      }
      int fold = Folding.of(code);
      switch (Folding.kind(fold)) {
        case Folding.LETTER, Folding.DIGIT -> letter(i, end, fold);
        case Folding.IDEOGRAPH -> end = ideograph(i, end, fold);
        case Folding.INVISIBLE -> invisible();
        case Folding.SPACE -> mark();
        case Folding.EXPANSION -> {
          for (int part : Folding.expansion(fold)) {
            letter(i, end, part);
          }
        }
        default -> symbol(i, end, fold);
      }
      i = end;
    }
    endOfText();
  }

  /** What {@link #letter} does, for a whole row of ASCII letters; returns where it ends. */
  private int asciiWord(int from) {
    if (gap > 0 || wordState == Pinyin.START) {
      endWord();
      wordFirst = projection.raws;
    }
    var out = projection;
    int raws = out.raws;
    int runs = out.runs;
    int runStart = runs == 0 ? raws : out.runRaw[runs - 1];
    int symbol = gap > 0 ? -1 : lastSymbol;
    int state = wordState;
    boolean joined = lastIsLetter && gap == 0;
    int i = from;
    while (i < to && text[i] < 0x80 && WORD_LETTER[text[i]] != 0) {
      int letter = WORD_LETTER[text[i]];
      int next = alphabet.symbol(letter);
      state = Pinyin.step(state, letter);
      if (next != symbol || next == 0 || raws - runStart >= MAX_ROW) {
        out.runSymbol[runs] = next == symbol ? 0 : next;
        out.runJoined[runs] = joined;
        out.runRaw[runs++] = raws;
        runStart = raws;
        symbol = next;
      }
      joined = true;
      out.rawStart[raws] = i;
      out.rawEnd[raws] = ++i;
      out.rawFold[raws++] = letter | Folding.LETTER << 24;
    }
    out.raws = raws;
    out.runs = runs;
    lastSymbol = symbol;
    wordState = state;
    lastIsLetter = true;
    gap = 0;
    invisible = 0;
    return i;
  }

  private void letter(int start, int end, int fold) {
    int value = Folding.value(fold);
    if (gap > 0 || wordState == Pinyin.START) {
      endWord();
      wordFirst = projection.raws;
    }
    if (Folding.kind(fold) == Folding.DIGIT) {
      endWord();
    } else {
      wordState = Pinyin.step(wordState, value);
    }
    raw(start, end, fold, alphabet.symbol(value));
  }

  private int ideograph(int start, int end, int fold) {
    endWord();
    int value = Folding.value(fold);
    if (value < 0x10000 && SplitCharacters.isFirst(value)) {
      if (end == to) {
        projection.openSplit = !isFinal;
      } else {
        int whole = SplitCharacters.whole(value, Folding.value(Folding.of(text[end])));
        if (whole != 0 && splitEnd != start && !mayFollow(alphabet.symbol(whole), end + 1)) {
          whole = 0;
        }
        splitEnd = whole != 0 ? end + 1 : splitEnd;
        if (whole != 0 && (mode & COMPOSE) != 0 && (only < 0 || only == start)) {
          int composed = Folding.of(whole) | Folding.COMPOSED;
          raw(start, end + 1, composed, alphabet.symbol(Folding.value(composed)));
          return end + 1;
        }
        if (whole != 0) {
          projection.addSplit(start);
        }
      }
    }
    raw(start, end, fold, alphabet.symbol(value));
    return end;
  }

  /** Whether some entry has this symbol after the last one or before the one at an offset. */
  private boolean mayFollow(int symbol, int next) {
    if (symbol == 0) {
      return false;
    }
    int fold = next < to ? Folding.of(text[next]) : 0;
    boolean unknown =
        Folding.kind(fold) < Folding.LETTER
            || Folding.kind(fold) == Folding.EXPANSION
            || SplitCharacters.isFirst(Folding.value(fold));
    return unknown
        || lastSymbol == 0
        || gap > 0
        || alphabet.isPair(lastSymbol, symbol)
        || alphabet.isPair(symbol, alphabet.symbol(Folding.value(fold)));
  }

  private void invisible() {
    if (++invisible == MAX_ROW) {
      breakHere();
    }
  }

  private void mark() {
    endWord();
    if (++gap > MAX_GAP) {
      breakHere();
    }
  }

  private void symbol(int start, int end, int fold) {
    int value = Folding.value(fold);
    if (alphabet.isWantedMark(value)) {
      ideograph(start, end, value | Folding.IDEOGRAPH << 24);
      return;
    }
    int letter = Leet.letterOf(value);
    if (letter != 0
        && isBesideLetter(start, end, value)
        && mayFollow(alphabet.symbol(letter), end)) {
      projection.addLeet(start);
      if ((mode & LEET_SYMBOLS) != 0) {
        endWord();
        raw(start, end, letter | Folding.LETTER << 24 | Folding.LEET, alphabet.symbol(letter));
        return;
      }
    }
    mark();
  }

  private boolean isBesideLetter(int start, int end, int symbol) {
    boolean followed = end < to ? isWritten(text[end]) : !isFinal;
    return followed || (!Leet.needsSuccessor(symbol) && start > 0 && isWritten(text[start - 1]));
  }

  private static boolean isWritten(char c) {
    return Folding.kind(Folding.of(c)) >= Folding.LETTER || Leet.letterOf(c) != 0;
  }

  private void raw(int start, int end, int fold, int symbol) {
    boolean continues = symbol == lastSymbol && gap == 0 && symbol != 0;
    if (!continues) {
      boolean isLetter = Folding.kind(fold) == Folding.LETTER && (fold & Folding.LEET) == 0;
      projection.addRun(symbol, isLetter && lastIsLetter && gap == 0);
      lastSymbol = symbol;
    } else if (projection.raws - projection.runRaw[projection.runs - 1] >= MAX_ROW) {
      projection.addRun(0, lastIsLetter);
    }
    projection.addRaw(start, end, fold);
    lastIsLetter = Folding.kind(fold) == Folding.LETTER && (fold & Folding.LEET) == 0;
    gap = 0;
    invisible = 0;
  }

  private void breakHere() {
    if (lastSymbol != 0) {
      projection.addRun(0, false);
      lastSymbol = 0;
    }
  }

  private void endWord() {
    if (wordState > Pinyin.START
        && Pinyin.isComplete(wordState)
        && projection.raws - wordFirst <= MAX_WORD) {
      projection.addWord(wordFirst, projection.raws);
    }
    wordState = Pinyin.START;
  }

  private void endOfText() {
    if (isFinal) {
      endWord();
    } else if (wordState > Pinyin.START && gap == 0) {
      projection.openWord = projection.raws - wordFirst <= MAX_WORD ? wordFirst : -1;
    }
  }
}
