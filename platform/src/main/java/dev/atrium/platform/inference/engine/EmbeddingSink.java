package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;

/**
 * Takes a text's vector: exactly one of {@link #embedded} and {@link #failed}. Called on the
 * engine's thread: must return at once and must not throw.
 */
public interface EmbeddingSink {

  /**
   * @param vector not normalised
   * @param tokens that were computed
   */
  void embedded(float[] vector, int tokens);

  /** There is no vector; what was computed stays counted. */
  void failed(AtriumException failure, int tokens);
}
