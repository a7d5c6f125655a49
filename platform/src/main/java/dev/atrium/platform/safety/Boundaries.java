package dev.atrium.platform.safety;

import java.lang.Character.UnicodeScript;

/**
 * Where a match may begin and end. Scripts that write words apart need a word's edges, so that
 * "Scunthorpe" is a town; ideographs need none.
 */
final class Boundaries {
  private static final int NEIGHBOURHOOD = 16;
  private static final int SHORT = 3;

  private Boundaries() {}

  static boolean hold(Projection text, Pattern pattern, int first, int end) {
    int start = text.rawStart[first];
    int stop = text.rawEnd[end - 1];
    return edgeHolds(pattern, pattern.kind(0), neighbourBefore(text.text, start))
        && edgeHolds(
            pattern,
            pattern.kind(pattern.length() - 1),
            neighbourAfter(text.text, stop, text.limit))
        && !isForeignWord(text, pattern, first, end);
  }

  private static boolean edgeHolds(Pattern pattern, int edge, int neighbour) {
    if (edge == Folding.IDEOGRAPH || edge == Folding.MARK) {
      return true;
    }
    if (neighbour == Folding.LETTER || neighbour == Folding.EXPANSION) {
      return edge == Folding.DIGIT && !isPlain(pattern);
    }
    return neighbour != Folding.DIGIT || (edge == Folding.LETTER && pattern.length() > SHORT);
  }

  /** Whether an entry has only letters and digits with boundaries. */
  private static boolean isPlain(Pattern pattern) {
    for (int fold : pattern.folds()) {
      if (Folding.kind(fold) == Folding.IDEOGRAPH) {
        return false;
      }
    }
    return true;
  }

  private static int neighbourBefore(char[] text, int offset) {
    int i = offset;
    while (i > 0) {
      int code = Character.codePointBefore(text, i);
      int kind = Folding.kind(Folding.of(code));
      if (kind != Folding.INVISIBLE) {
        return kind;
      }
      i -= Character.charCount(code);
    }
    return Folding.SPACE;
  }

  private static int neighbourAfter(char[] text, int offset, int to) {
    int i = offset;
    while (i < to) {
      int code = Character.codePointAt(text, i, to);
      int kind = Folding.kind(Folding.of(code));
      if (kind != Folding.INVISIBLE) {
        return kind;
      }
      i += Character.charCount(code);
    }
    return Folding.SPACE;
  }

  /**
   * Whether the letters are a word of another script than the entry's that only looks like it, amid
   * text of that script: Russian "сор" is no English "cop".
   */
  private static boolean isForeignWord(Projection text, Pattern pattern, int first, int end) {
    if (pattern.kind(0) != Folding.LETTER || text.kind(first) != Folding.LETTER) {
      return false;
    }
    var script = script(text.text, text.rawStart[first]);
    if (pattern.latin() == (script == UnicodeScript.LATIN) || script == UnicodeScript.COMMON) {
      return false;
    }
    for (int raw = first; raw < end; raw++) {
      if (script(text.text, text.rawStart[raw]) != script) {
        return false;
      }
    }
    return !pattern.latin()
        ? script == UnicodeScript.LATIN
        : precededBy(script, text.text, text.rawStart[first]);
  }

  private static boolean precededBy(UnicodeScript script, char[] text, int offset) {
    for (int i = offset - 1; i >= Math.max(0, offset - NEIGHBOURHOOD); i--) {
      if (Character.isLetter(text[i])) {
        return script(text, i) == script;
      }
    }
    return false;
  }

  private static UnicodeScript script(char[] text, int offset) {
    return UnicodeScript.of(Character.codePointAt(text, offset));
  }
}
