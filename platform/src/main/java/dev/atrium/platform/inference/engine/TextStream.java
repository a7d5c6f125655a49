package dev.atrium.platform.inference.engine;

import java.util.Arrays;
import java.util.List;

/**
 * Turns tokens into text that may be shown at once: no character before its last byte is there,
 * nothing that may still turn out to be part of a stop string.
 *
 * <p>Tokens are decoded in a window that begins at a token where the text was last whole; so the
 * cost of a token does not grow with the answer. A window keeps one whole stretch of text before
 * the new one, since a decoder may treat the first token differently.
 */
final class TextStream {
  private static final char REPLACEMENT = '\uFFFD';

  private final TextCodec codec;
  private final List<String> stops;
  private int[] window = new int[16];
  private int windowSize;
  private int wholeTokens;
  private int windowShown;
  private final StringBuilder held = new StringBuilder();
  private int tokensBehind;
  private boolean stopped;

  TextStream(TextCodec codec, List<String> stops) {
    this.codec = codec;
    this.stops = stops;
  }

  /**
   * Takes a token; the text that may now be shown, possibly none.
   *
   * @param stoppable whether a stop string may end the text yet
   */
  String push(int token, boolean stoppable) {
    if (windowSize == window.length) {
      window = Arrays.copyOf(window, 2 * windowSize);
    }
    window[windowSize++] = token;
    tokensBehind++;
    var text = codec.decode(Arrays.copyOf(window, windowSize));
    var whole = text.endsWith(String.valueOf(REPLACEMENT)) ? text.length() - 1 : text.length();
    if (whole > windowShown) {
      held.append(text, windowShown, whole);
      windowShown = whole;
    }
    if (whole == text.length()) {
      slideWindow();
    }
    return stoppable ? release(false) : releaseAll();
  }

  /** The rest, once no token follows. */
  String finish() {
    var text = codec.decode(Arrays.copyOf(window, windowSize));
    if (text.length() > windowShown) {
      held.append(text, windowShown, text.length());
      windowShown = text.length();
    }
    return release(true);
  }

  /** Whether a stop string appeared; the text ends before it. */
  boolean stopped() {
    return stopped;
  }

  /** Tokens since this was last asked. */
  int takeTokensBehind() {
    var tokens = tokensBehind;
    tokensBehind = 0;
    return tokens;
  }

  /** Drops the tokens before the last whole stretch of text, keeps that stretch as context. */
  private void slideWindow() {
    var kept = Arrays.copyOfRange(window, wholeTokens, windowSize);
    System.arraycopy(kept, 0, window, 0, kept.length);
    windowSize = kept.length;
    wholeTokens = kept.length;
    windowShown = codec.decode(kept).length();
  }

  private String release(boolean atEnd) {
    var text = held.toString();
    if (stopped) {
      return "";
    }
    var stop = firstStop(text);
    if (stop >= 0) {
      stopped = true;
      held.setLength(0);
      return text.substring(0, stop);
    }
    var end = atEnd ? text.length() : text.length() - possibleStop(text);
    held.delete(0, end);
    return text.substring(0, end);
  }

  private String releaseAll() {
    var text = held.toString();
    held.setLength(0);
    return text;
  }

  private int firstStop(String text) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /** Length of the longest end of the text that a stop string may begin with. */
  private int possibleStop(String text) {
    var longest = 0;
    for (var stop : stops) {
      var length = Math.min(stop.length() - 1, text.length());
      while (length > longest && !stop.startsWith(text.substring(text.length() - length))) {
        length--;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
