package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The body of a chat completion, validated. The fields left out here are those that the contract
 * lets through only with their neutral value.
 */
@JsonIgnoreProperties({
  "n",
  "response_format",
  "presence_penalty",
  "frequency_penalty",
  "logprobs",
  "store",
  "service_tier"
})
record ChatRequest(
    String model,
    List<Message> messages,
    @JsonProperty("max_tokens") OptionalInt maxTokens,
    @JsonProperty("max_completion_tokens") OptionalInt maxCompletionTokens,
    Optional<Double> temperature,
    @JsonProperty("top_p") Optional<Double> topP,
    OptionalLong seed,
    Optional<JsonNode> stop,
    Optional<Boolean> stream,
    @JsonProperty("stream_options") Optional<StreamOptions> streamOptions,
    Optional<String> user) {

  record Message(String role, JsonNode content, @JsonProperty("refusal") Optional<String> refusal) {
    ChatMessage toChatMessage() {
      return new ChatMessage(role.equals("developer") ? "system" : role, text());
    }

    private String text() {
      if (content.isTextual()) {
        return content.textValue();
      }
      var text = new StringBuilder();
      content.forEach(part -> text.append(part.get("text").textValue()));
      return text.toString();
    }
  }

  record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {}

  List<ChatMessage> chatMessages() {
    return messages.stream().map(Message::toChatMessage).toList();
  }

  SamplingParameters sampling() {
    return new SamplingParameters(
        temperature.orElse(1.0), topP.orElse(1.0), 0, seed, stops(), tokenLimit());
  }

  boolean streamed() {
    return stream.orElse(false);
  }

  boolean usageWanted() {
    return streamOptions.map(StreamOptions::includeUsage).orElse(false);
  }

  private int tokenLimit() {
    return IntStream.concat(maxTokens.stream(), maxCompletionTokens.stream()).min().orElse(0);
  }

  private List<String> stops() {
    var stops = new ArrayList<String>();
    stop.filter(JsonNode::isTextual).ifPresent(one -> stops.add(one.textValue()));
    stop.filter(JsonNode::isArray)
        .ifPresent(list -> list.forEach(one -> stops.add(one.textValue())));
    return stops;
  }
}
