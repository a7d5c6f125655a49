package dev.atrium.spi;

import java.util.List;

/**
 * What a model is asked.
 *
 * @param messages oldest first; a system message only in the first place
 * @param maxTokens tokens to generate at the most, above 0
 * @param temperature 0 = always the likeliest token
 * @param format what the answer must look like
 */
public record Prompt(
    List<Message> messages, int maxTokens, double temperature, AnswerFormat format) {
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty() || maxTokens < 1 || temperature < 0) {
      throw new IllegalArgumentException(
          "A prompt has a message, a positive token limit and a temperature of 0 or more.");
    }
  }

  /** A prompt that any text answers. */
  public Prompt(List<Message> messages, int maxTokens, double temperature) {
    this(messages, maxTokens, temperature, AnswerFormat.FREE);
  }

  /** The same prompt for an answer of this format. */
  public Prompt withFormat(AnswerFormat other) {
    return new Prompt(messages, maxTokens, temperature, other);
  }

  /** The same prompt with another token limit. */
  public Prompt withMaxTokens(int limit) {
    return new Prompt(messages, limit, temperature, format);
  }

  /** A greedy prompt of a system and a user message. */
  public static Prompt of(String system, String user, int maxTokens) {
    return new Prompt(
        List.of(new Message(Message.Role.SYSTEM, system), new Message(Message.Role.USER, user)),
        maxTokens,
        0);
  }
}
