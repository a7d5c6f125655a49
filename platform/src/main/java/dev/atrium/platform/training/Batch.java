package dev.atrium.platform.training;

/**
 * Rows of tokens, padded on the right, and the places where a prediction is judged.
 *
 * @param tokens row by row, {@code rows * columns}
 * @param places indices into {@code tokens}; the model predicts there the token that follows
 * @param targets what follows at each place
 * @param weights how much each place counts
 */
public record Batch(
    int rows, int columns, long[] tokens, long[] places, long[] targets, float[] weights) {}
