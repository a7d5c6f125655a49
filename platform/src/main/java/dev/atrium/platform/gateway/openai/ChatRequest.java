package dev.atrium.platform.gateway.openai;

import static dev.atrium.platform.gateway.openai.Sampling.field;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.gateway.contract.Violation;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a chat completion asks for.
 *
 * @param metadata returned with the answer
 */
record ChatRequest(
    String model,
    Prompt.Chat prompt,
    SamplingParameters sampling,
    Streaming streaming,
    Optional<String> user,
    Optional<JsonNode> metadata) {

  /** Reads a body that the contract has let through. */
  static ChatRequest of(JsonNode body) {
    return new ChatRequest(
        body.get("model").textValue(),
        new Prompt.Chat(messages(body.get("messages"))),
        Sampling.of(body, Sampling.smallest(body, "max_tokens", "max_completion_tokens")),
        Streaming.of(body),
        user(body),
        Optional.of(field(body, "metadata")).filter(JsonNode::isObject));
  }

  /** The end user under any of OpenAI's names for him. */
  static Optional<String> user(JsonNode body) {
    return Optional.of(field(body, "user"))
        .filter(JsonNode::isTextual)
        .or(() -> Optional.of(field(body, "safety_identifier")).filter(JsonNode::isTextual))
        .map(JsonNode::textValue);
  }

  private static List<ChatMessage> messages(JsonNode nodes) {
    var messages = new ArrayList<ChatMessage>();
    nodes.forEach(node -> messages.add(message(node)));
    return messages;
  }

  private static ChatMessage message(JsonNode node) {
    var role = node.get("role").textValue();
    return new ChatMessage(role.equals("developer") ? "system" : role, text(node.path("content")));
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.get("text").textValue()));
    return text.toString();
  }

  /**
   * Whether and how the answer is streamed.
   *
   * @param usage whether the last chunk tells it
   */
  record Streaming(boolean wanted, boolean usage) {
    /** Reads it; options without a stream are refused. */
    static Streaming of(JsonNode body) {
      boolean wanted = field(body, "stream").asBoolean();
      var options = field(body, "stream_options");
      if (options.isObject() && !wanted) {
        throw Refusal.of(
            List.of(
                new Violation(
                    "stream_options",
                    "invalid_value",
                    "'stream_options' is only allowed together with 'stream': true.")));
      }
      return new Streaming(wanted, options.path("include_usage").asBoolean());
    }
  }
}
