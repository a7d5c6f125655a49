package dev.atrium.spi;

/**
 * What a model answered.
 *
 * @param complete false if the token limit cut it off
 */
public record Generated(String text, boolean complete, int promptTokens, int generatedTokens) {}
