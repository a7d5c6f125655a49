package dev.atrium.platform.safety;

/**
 * A piece of streamed text.
 *
 * @param tokens how many tokens it was made of; carried along so that what is delivered can be
 *     counted
 */
public record Delta(String text, int tokens) {}
