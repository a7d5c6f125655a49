package dev.atrium.platform.inference.model;

import java.util.List;

/**
 * The shape of a BERT-family encoder, from {@code config.json}.
 *
 * @param family {@code model_type}
 * @param positions in the position table
 * @param firstPosition of a text's first token in that table
 * @param types in the token-type table
 * @param activation of the feed-forward part
 * @param labels of a classifier's classes; empty = it is none
 */
public record EncoderConfig(
    String family,
    int layers,
    int hidden,
    int heads,
    int intermediate,
    int vocabulary,
    int positions,
    int firstPosition,
    int types,
    double normEpsilon,
    Activation activation,
    List<String> labels) {

  /** Functions between the two matrices of a feed-forward part. */
  public enum Activation {
    GELU,
    /** Approximated with a hyperbolic tangent. */
    GELU_TANH,
    RELU
  }

  public EncoderConfig {
    labels = List.copyOf(labels);
  }

  /** Tokens of the longest text. */
  public int tokens() {
    return positions - firstPosition;
  }

  /** Whether BERT's own names of the pooler and the head are used, not RoBERTa's. */
  public boolean isBert() {
    return family.equals(EncoderConfigReader.BERT);
  }
}
