package dev.atrium.platform.plugin;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the generated tokens behind the text that a plugin passes on. The plugin may drop, cut and
 * join a model's text; each token counts once, when the text up to its end has been passed on.
 */
final class DeliveredTokens {
  private final StringBuilder generated = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();
  private int total;
  private int counted;
  private int from;

  /** Where in the generated text how many tokens have been generated. */
  private record Mark(int end, int tokens) {}

  /** A model generated a piece. */
  synchronized void generated(String piece, int tokens) {
    generated.append(piece);
    total += tokens;
    marks.add(new Mark(generated.length(), total));
  }

  /** The generated tokens behind a piece that is passed on; 0 if no model wrote it. */
  synchronized int passedOn(String piece) {
    var text = piece.strip();
    var start = text.isEmpty() ? -1 : generated.indexOf(text, from);
    if (start < 0) {
      return 0;
    }
    var before = tokensUntil(start);
    from = start + text.length();
    var until = tokensUntil(from + blanksAfter(from));
    var tokens = until - Math.max(before, counted);
    counted = Math.max(counted, until);
    return Math.max(0, tokens);
  }

  private int blanksAfter(int at) {
    var end = at;
    while (end < generated.length() && Character.isWhitespace(generated.charAt(end))) {
      end++;
    }
    return end - at;
  }

  /** Tokens whose text ends at or before a position. */
  private int tokensUntil(int position) {
    var tokens = 0;
    for (var mark : marks) {
      if (mark.end() > position) {
        break;
      }
      tokens = mark.tokens();
    }
    return tokens;
  }
}
