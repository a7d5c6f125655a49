package dev.atrium.platform.inference.model;

/**
 * The shape of a decoder, from {@code config.json}.
 *
 * @param family {@code model_type}
 * @param positions longest sequence that the model was made for
 * @param slidingWindow how many tokens each token sees at most, itself among them; 0 = all
 * @param tied whether the output layer is the embedding
 * @param stored what is quantized in the files
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
    int slidingWindow,
    boolean tied,
    StoredFormats stored) {}
