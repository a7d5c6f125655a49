package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a tenant's model for a vector of each text. Streams {@link Embeddings} once, ends with a
 * {@link CallResult}.
 *
 * @param model a model's id or one of the tenant's aliases
 * @param texts or their token ids
 * @param pooling empty = as the model was made for
 * @param dimensions the first so many numbers of each vector; empty = all
 */
public record EmbeddingCall(
    CallContext context,
    String model,
    List<Prompt> texts,
    Optional<Pooling> pooling,
    OptionalInt dimensions) {
  public EmbeddingCall {
    texts = List.copyOf(texts);
  }

  /** The same of another model. */
  public EmbeddingCall of(String otherModel) {
    return new EmbeddingCall(context, otherModel, texts, pooling, dimensions);
  }

  /** The vectors, each of length 1, in the order of the texts. */
  public record Embeddings(List<float[]> vectors) {
    public Embeddings {
      vectors = List.copyOf(vectors);
    }
  }
}
