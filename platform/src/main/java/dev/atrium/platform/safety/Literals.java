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

  private static String fold(String text) {
    var narrow = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      narrow.append(c >= 0xFF01 && c <= 0xFF5E ? (char) (c - WIDE) : c == 0x3000 ? ' ' : c);
    }
    return narrow.toString().toLowerCase(Locale.ROOT);
  }
}
