package dev.atrium.platform.inference.engine;

import java.util.List;

/**
 * How likely a generated token was by the model's own scores, before temperature and shaping.
 *
 * @param text of the token alone; U+FFFD where its bytes are no whole characters
 * @param bytes of the token, 0 to 255 each
 * @param logprob natural logarithm of its probability
 * @param likeliest the likeliest tokens at its place, likeliest first; as many as were asked for
 */
public record TokenLogprob(
    int token, String text, List<Integer> bytes, double logprob, List<TokenLogprob> likeliest) {
  public TokenLogprob {
    bytes = List.copyOf(bytes);
    likeliest = List.copyOf(likeliest);
  }
}
