package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.SamplingParameters;
import java.util.List;

/**
 * Asks a tenant's model to go on with a conversation. Streams {@link CallEvent.TextDelta}, ends
 * with a {@link CallResult}.
 *
 * @param model a model's id or one of the tenant's aliases
 */
public record ChatCompletion(
    CallContext context, String model, List<ChatMessage> messages, SamplingParameters sampling) {
  public ChatCompletion {
    messages = List.copyOf(messages);
  }
}
