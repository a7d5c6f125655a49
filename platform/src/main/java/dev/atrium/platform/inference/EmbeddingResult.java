package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import java.util.List;
import java.util.Optional;

/**
 * What came of an {@link EmbeddingRequest}. A failure on the way comes here too, so that its tokens
 * are counted.
 *
 * @param model the model's name and version, {@code name@version}
 * @param vectors one for each text, of length 1; none after a failure
 * @param tokens that were computed
 * @param totalMillis from receipt to the end, queueing included
 */
public record EmbeddingResult(
    String model,
    List<float[]> vectors,
    int tokens,
    long totalMillis,
    Optional<AtriumException> failure) {
  public EmbeddingResult {
    vectors = List.copyOf(vectors);
  }
}
