package dev.atrium.platform.safety;

import java.util.Arrays;

/**
 * One spelling of a lexicon entry, as an automaton finds it.
 *
 * @param entry index of the entry; negative for an allowed phrase
 * @param folds the entry's folded characters, without its marks and spaces
 * @param gaps bit k: the entry itself has a mark or space before character k
 * @param runs how many symbols the automaton matches: equal neighbours count as one if collapsed
 * @param before the marks with which the entry begins; they must be there
 * @param after the marks with which it ends
 * @param latin whether the entry is written in ASCII letters
 */
record Pattern(
    int entry, int[] folds, long gaps, int runs, String before, String after, boolean latin) {
  private static final int LONG_NUMBER = 7;

  Pattern withRuns(int count) {
    return new Pattern(entry, folds, gaps, count, before, after, latin);
  }

  int length() {
    return folds.length;
  }

  int value(int index) {
    return Folding.value(folds[index]);
  }

  int kind(int index) {
    return Folding.kind(folds[index]);
  }

  /** Whether an entry says so little that only the very same characters count. */
  boolean isLiteral() {
    return folds.length == 1 || (folds.length < LONG_NUMBER && isNumber());
  }

  boolean hasIdeograph() {
    for (int fold : folds) {
      if (Folding.kind(fold) == Folding.IDEOGRAPH) {
        return true;
      }
    }
    return false;
  }

  boolean isNumber() {
    return Arrays.stream(folds).allMatch(fold -> Folding.kind(fold) == Folding.DIGIT);
  }

  boolean hasGapBefore(int index) {
    return index >= Long.SIZE || (gaps >>> index & 1) != 0;
  }

  boolean isCollapsed() {
    return runs < folds.length;
  }

  /** Where the run that begins at an index ends. */
  int runEnd(int index) {
    int end = index + 1;
    if (isCollapsed()) {
      int name = Leet.classOf(value(index));
      while (end < folds.length
          && Leet.classOf(value(end)) == name
          && (end >= Long.SIZE || !hasGapBefore(end))) {
        end++;
      }
    }
    return end;
  }
}
