package dev.atrium.platform.inference.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param toolCalls what an assistant's message asks tools to do
 * @param toolCallId which call a tool's message answers
 */
public record ChatMessage(
    String role, String content, List<ToolCall> toolCalls, Optional<String> toolCallId) {
  public ChatMessage {
    toolCalls = List.copyOf(toolCalls);
  }

  /** A message of words alone. */
  public ChatMessage(String role, String content) {
    this(role, content, List.of(), Optional.empty());
  }

  /** The same message in other words. */
  public ChatMessage withContent(String words) {
    return new ChatMessage(role, words, toolCalls, toolCallId);
  }

  /**
   * A call of a tool.
   *
   * @param arguments JSON-like values by name
   */
  public record ToolCall(String id, String name, Map<String, Object> arguments) {}
}
