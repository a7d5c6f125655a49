package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;

/** Makes vectors of texts. Any thread. */
public interface Embedder {

  /** The model's name and version, {@code name@version}. */
  String id();

  /** Numbers in a vector; 0 = it makes none. */
  int stateSize();

  /**
   * The tokens of a text.
   *
   * @throws AtriumException CALLER if it is empty or holds an unknown token
   */
  int[] tokens(Prompt text);

  /**
   * Refuses what cannot be made a vector of.
   *
   * @throws AtriumException CALLER if a text is too long or cannot be pooled so
   */
  void requireEmbeddable(int tokens, Pooling pooling);

  /**
   * Queues a text.
   *
   * @throws AtriumException CALLER as {@link #requireEmbeddable}; CAPACITY if the queue is full or
   *     the model is being stopped
   */
  Generation embed(EmbeddingInput input, EmbeddingSink sink);
}
