package dev.atrium.platform.training.tokens;

import java.nio.charset.StandardCharsets;

/** The 256 printable letters by which byte-level vocabularies write bytes (GPT-2's table). */
final class ByteLetters {

  private static final char[] LETTERS = letters();

  private ByteLetters() {}

  private static char[] letters() {
    var letters = new char[256];
    var next = 256;
    for (var value = 0; value < 256; value++) {
      var printable =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      letters[value] = printable ? (char) value : (char) next++;
    }
    return letters;
  }

  static char of(int value) {
    return LETTERS[value & 0xFF];
  }

  /** The UTF-8 bytes of a text, one letter each. */
  static String write(String text) {
    var written = new StringBuilder();
    for (var value : text.getBytes(StandardCharsets.UTF_8)) {
      written.append(of(value));
    }
    return written.toString();
  }
}
