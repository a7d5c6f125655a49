package dev.atrium.platform.inference.engine;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 */
public record ChatMessage(String role, String content) {}
