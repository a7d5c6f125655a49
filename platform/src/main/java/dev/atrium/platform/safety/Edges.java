package dev.atrium.platform.safety;

/**
 * The marks around an entry's letters, for example of {@code 《...》} or {@code .com}. A match needs
 * them in the text too, and covers them.
 *
 * @param before the marks before the first letter, folded by width
 * @param after the marks after the last
 */
record Edges(String before, String after) {
  static final int LONGEST = 8;

  static Edges of(String entry) {
    int start = 0;
    int end = entry.length();
    while (start < end && isMark(entry.charAt(start))) {
      start++;
    }
    while (end > start && isMark(entry.charAt(end - 1))) {
      end--;
    }
    boolean letters = start < end && start <= LONGEST && entry.length() - end <= LONGEST;
    return letters
        ? new Edges(Literals.fold(entry.substring(0, start)), Literals.fold(entry.substring(end)))
        : new Edges("", "");
  }

  /** Where marks that stand directly before an offset begin; negative if they are not there. */
  static int startOf(char[] text, int offset, String marks) {
    int start = offset - marks.length();
    return marks.isEmpty() || (start >= 0 && isThere(text, start, marks)) ? start : -1;
  }

  /** Where marks that stand directly at an offset end; negative if they are not there. */
  static int endOf(char[] text, int offset, int limit, String marks) {
    int end = offset + marks.length();
    return marks.isEmpty() || (end <= limit && isThere(text, offset, marks)) ? end : -1;
  }

  private static boolean isThere(char[] text, int offset, String marks) {
    return Literals.fold(new String(text, offset, marks.length())).equals(marks);
  }

  private static boolean isMark(char c) {
    int kind = Folding.kind(Folding.of(c));
    return kind == Folding.MARK && !Character.isSurrogate(c);
  }
}
