package dev.atrium.platform.inference;

import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a model for a vector of each text. Streams nothing, ends with an {@link EmbeddingResult}.
 *
 * @param texts or their token ids; no conversations
 * @param pooling empty = as the model was made for
 * @param dimensions the first so many numbers of each vector; empty = all
 * @param adapter name of one of the tenant's adapters; empty = the model as it is
 * @param timeout from the model's receipt
 */
public record EmbeddingRequest(
    TenantId tenant,
    List<Prompt> texts,
    Optional<Pooling> pooling,
    OptionalInt dimensions,
    Optional<String> adapter,
    Duration timeout) {
  public EmbeddingRequest {
    texts = List.copyOf(texts);
  }
}
