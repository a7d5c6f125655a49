package dev.atrium.spi;

/**
 * What the end user wrote.
 *
 * @param text not blank, at most 32,768 characters
 */
public record UserMessage(String text) {}
