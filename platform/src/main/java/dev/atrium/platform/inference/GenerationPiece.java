package dev.atrium.platform.inference;

/**
 * The next piece of an answer, whole characters only.
 *
 * @param tokens generated tokens behind it
 */
public record GenerationPiece(String text, int tokens) {}
