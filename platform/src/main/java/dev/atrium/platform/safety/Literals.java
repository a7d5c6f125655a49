package dev.atrium.platform.safety;

import java.util.Locale;

/** Text under the simplest folding, case and width, to tell what is disguised from what is not. */
public final class Literals {
  private static final int WIDE = 0xFF01 - '!';

  private Literals() {}

  /** Whether a text holds a word literally but for case and width. */
  public static boolean contains(String text, String word) {
    return fold(text).contains(fold(word));
  }

  /** As {@link #contains}, with traditional and simplified Chinese taken as the same word. */
  public static boolean containsInEitherScript(String text, String word) {
    return simplified(fold(text)).contains(simplified(fold(word)));
  }

  private static String simplified(String text) {
    var simplified = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isIdeographic(c) ? Folding.value(Folding.of(c)) : c)
        .forEach(simplified::appendCodePoint);
    return simplified.toString();
  }

  /** Lower case, ASCII width. */
  static String fold(String text) {
    var narrow = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      narrow.append(fold(text.charAt(i)));
    }
    return narrow.toString().toLowerCase(Locale.ROOT);
  }

  /** A character in ASCII width. */
  static char fold(char c) {
    return c >= 0xFF01 && c <= 0xFF5E ? (char) (c - WIDE) : c == 0x3000 ? ' ' : c;
  }
}
