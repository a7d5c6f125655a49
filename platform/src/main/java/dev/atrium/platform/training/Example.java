package dev.atrium.platform.training;

/**
 * Tokens to learn from.
 *
 * @param judged how much the prediction of each token counts; zero for what is only read
 */
public record Example(int[] tokens, float[] judged) {}
