package dev.atrium.platform.inference.encoder;

import dev.atrium.platform.inference.engine.Pooling;
import java.util.List;

/**
 * What is known of a loaded encoder.
 *
 * @param name the model's id, its folder's name
 * @param version changes when the weights do
 * @param tokens of the longest text, special ones included
 * @param stateSize numbers in a vector
 * @param pooling how it was made to be pooled
 * @param labels of its classes; empty = it is no classifier
 */
public record EncoderInfo(
    String name,
    String version,
    int vocabularySize,
    int tokens,
    int stateSize,
    Pooling pooling,
    List<String> labels) {
  public EncoderInfo {
    labels = List.copyOf(labels);
  }

  /** {@code name@version}. */
  public String id() {
    return name + "@" + version;
  }
}
