package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.Set;

/**
 * Which tokens end an answer, and from when on.
 *
 * @param stopTokens end it beside the model's own end tokens; they are counted, not shown
 * @param minTokens before these are generated no token and no stop string ends it
 * @param ignoreEnd go on past the model's own end tokens
 */
public record Ending(Set<Integer> stopTokens, int minTokens, boolean ignoreEnd) {
  /** As the model was trained to end. */
  public static final Ending USUAL = new Ending(Set.of(), 0, false);

  private static final int MOST_STOP_TOKENS = 64;

  public Ending {
    stopTokens = Set.copyOf(stopTokens);
    if (minTokens < 0) {
      throw AtriumException.caller("invalid_sampling", "min_tokens is not negative.");
    }
    if (stopTokens.size() > MOST_STOP_TOKENS) {
      throw AtriumException.caller("invalid_sampling", "stop_token_ids holds at most 64 tokens.");
    }
  }
}
