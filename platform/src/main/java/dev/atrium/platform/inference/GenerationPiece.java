package dev.atrium.platform.inference;

import dev.atrium.platform.inference.engine.TokenLogprob;
import java.util.List;

/**
 * The next piece of an answer, whole characters only.
 *
 * @param choice which of the answers to the prompt, from 0
 * @param tokens generated tokens behind it
 * @param logprobs of these tokens, if they were asked for
 */
public record GenerationPiece(String text, int tokens, int choice, List<TokenLogprob> logprobs) {
  public GenerationPiece {
    logprobs = List.copyOf(logprobs);
  }
}
