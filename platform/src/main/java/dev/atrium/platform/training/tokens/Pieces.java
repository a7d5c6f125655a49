package dev.atrium.platform.training.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts text into the pieces inside which tokens are merged: words with the space before them,
 * single digits, single Chinese characters, runs of punctuation, line ends, spaces. Chinese
 * characters stand alone so that a word has the same tokens wherever it occurs.
 */
public final class Pieces {

  /** In the syntax of the Hugging Face tokenizers. */
  public static final String PATTERN =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
          + "|\\p{Han}"
          + "|[^\\r\\n\\p{L}\\p{N}]?(?:(?!\\p{Han})\\p{L})+"
          + "|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+"
          + "|\\s+(?!\\S)"
          + "|\\s+";

  private static final Pattern COMPILED =
      Pattern.compile(PATTERN.replace("{Han}", "{IsHan}"), Pattern.UNICODE_CHARACTER_CLASS);

  private Pieces() {}

  /** The pieces in order; together they are the text. */
  public static List<String> of(String text) {
    var pieces = new ArrayList<String>();
    var matcher = COMPILED.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }
}
