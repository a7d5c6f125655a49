package dev.atrium.platform.gateway.openai;

import static dev.atrium.platform.gateway.openai.Sampling.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
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
 * @param toolCalls how many calls of tools the answer may hold
 * @param metadata returned with the answer
 */
public record ChatRequest(
    String model,
    Prompt.Chat prompt,
    SamplingParameters sampling,
    int toolCalls,
    Streaming streaming,
    Optional<String> user,
    Optional<JsonNode> metadata) {

  /** Reads a body that the contract has let through. */
  static ChatRequest of(JsonNode body) {
    return new ChatRequest(
        body.get("model").textValue(),
        new Prompt.Chat(messages(body.get("messages")), ToolFields.tools(body)),
        Formats.required(
            Sampling.withLogprobs(
                Sampling.of(body, Sampling.smallest(body, "max_tokens", "max_completion_tokens")),
                likeliest(body)),
            field(body, "response_format"),
            "response_format"),
        ToolFields.mostCalls(body),
        Streaming.of(body),
        user(body),
        Optional.of(field(body, "metadata")).filter(JsonNode::isObject));
  }

  /** How many likeliest tokens to tell; missing if no log-probabilities are wanted. */
  private static JsonNode likeliest(JsonNode body) {
    boolean wanted = field(body, "logprobs").asBoolean();
    var likeliest = field(body, "top_logprobs");
    if (!wanted && !likeliest.isMissingNode()) {
      throw Refusal.invalid(
          "top_logprobs", "'top_logprobs' is only allowed together with 'logprobs': true.");
    }
    if (wanted && !field(body, "tools").isEmpty()) {
      throw Refusal.invalid("logprobs", "'logprobs' is not supported together with 'tools'.");
    }
    return wanted && likeliest.isMissingNode() ? IntNode.valueOf(0) : likeliest;
  }

  /** The end user under any of OpenAI's names for him. */
  public static Optional<String> user(JsonNode body) {
    return Optional.of(field(body, "user"))
        .filter(JsonNode::isTextual)
        .or(() -> Optional.of(field(body, "safety_identifier")).filter(JsonNode::isTextual))
        .map(JsonNode::textValue);
  }

  private static List<ChatMessage> messages(JsonNode nodes) {
    var messages = new ArrayList<ChatMessage>();
    for (int index = 0; index < nodes.size(); index++) {
      messages.add(message(nodes.get(index), "messages[" + index + "]"));
    }
    return messages;
  }

  private static ChatMessage message(JsonNode node, String path) {
    var role = node.get("role").textValue();
    return new ChatMessage(
        role.equals("developer") ? "system" : role,
        text(node.path("content")),
        ToolFields.calls(node, path),
        Optional.of(node.path("tool_call_id")).filter(JsonNode::isTextual).map(JsonNode::asText));
  }

  /** What a message says: a text, or the texts of its parts. */
  public static String text(JsonNode content) {
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
        throw Refusal.invalid(
            "stream_options", "'stream_options' is only allowed together with 'stream': true.");
      }
      return new Streaming(wanted, options.path("include_usage").asBoolean());
    }
  }
}
