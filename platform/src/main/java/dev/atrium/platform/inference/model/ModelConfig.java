package dev.atrium.platform.inference.model;

/**
 * The shape of a decoder, from {@code config.json}.
 *
 * @param family {@code model_type}
 * @param positions longest sequence that the model was made for
 * @param tied whether the output layer is the embedding
 */
public record ModelConfig(
    String family,
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headDimension,
    int intermediate,
    int vocabulary,
    int positions,
    double normEpsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    boolean tied) {}
