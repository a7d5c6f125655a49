package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.List;

/**
 * Takes an answer as it grows: any number of deltas, then exactly one of {@link #finished} and
 * {@link #failed}.
 *
 * <p>Called on the engine's thread: must return at once and must not throw.
 */
public interface GenerationSink {

  /**
   * The next piece of text: whole characters, nothing that may still turn out to be a stop string.
   *
   * @param tokens generated tokens behind this piece; the sum over all deltas is what was delivered
   */
  void delta(String text, int tokens);

  /**
   * The next piece of text, for answers whose log-probabilities were asked for.
   *
   * @param logprobs of the tokens behind this piece, in order
   */
  default void delta(String text, int tokens, List<TokenLogprob> logprobs) {
    delta(text, tokens);
  }

  /** The answer is complete. */
  void finished(FinishReason reason, TokenUsage usage);

  /** The answer can't be completed; what was delivered stays counted. */
  void failed(AtriumException failure, TokenUsage usage);
}
