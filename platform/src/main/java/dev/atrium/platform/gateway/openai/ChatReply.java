package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The documents of a chat completion as OpenAI's clients read them. */
final class ChatReply {
  private ChatReply() {}

  record Completion(
      String id,
      String object,
      long created,
      String model,
      List<Choice> choices,
      Usage usage,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<JsonNode> metadata) {}

  record Choice(
      int index,
      AssistantMessage message,
      Optional<Object> logprobs,
      @JsonProperty("finish_reason") String finishReason) {}

  record AssistantMessage(String role, String content, Optional<String> refusal) {}

  record Chunk(
      String id,
      String object,
      long created,
      String model,
      List<ChunkChoice> choices,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<JsonNode> metadata) {
    MeteredChunk metered(Optional<Usage> usage) {
      return new MeteredChunk(id, object, created, model, choices, metadata, usage);
    }
  }

  /** A chunk of a stream that was asked to include usage: null but in its last chunk. */
  record MeteredChunk(
      String id,
      String object,
      long created,
      String model,
      List<ChunkChoice> choices,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<JsonNode> metadata,
      Optional<Usage> usage) {}

  record ChunkChoice(
      int index,
      Delta delta,
      Optional<Object> logprobs,
      @JsonProperty("finish_reason") Optional<String> finishReason) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Delta(Optional<String> role, Optional<String> content) {
    static final Delta NONE = new Delta(Optional.empty(), Optional.empty());
  }

  record Usage(
      @JsonProperty("prompt_tokens") int promptTokens,
      @JsonProperty("completion_tokens") int completionTokens,
      @JsonProperty("total_tokens") int totalTokens,
      @JsonProperty("prompt_tokens_details") PromptTokensDetails promptTokensDetails) {
    static Usage of(TokenUsage tokens) {
      return new Usage(
          tokens.prompt(),
          tokens.generated(),
          tokens.prompt() + tokens.generated(),
          new PromptTokensDetails(tokens.cached()));
    }
  }

  record PromptTokensDetails(@JsonProperty("cached_tokens") int cachedTokens) {}

  static String finishReason(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
