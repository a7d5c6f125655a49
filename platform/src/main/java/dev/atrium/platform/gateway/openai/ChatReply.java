package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
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

  record AssistantMessage(
      String role,
      Optional<String> content,
      Optional<String> refusal,
      @JsonProperty("tool_calls") @JsonInclude(JsonInclude.Include.NON_EMPTY)
          List<CalledTool> toolCalls) {
    static AssistantMessage of(String text, List<ToolCalled> calls) {
      var content = Optional.of(text).filter(said -> calls.isEmpty() || !said.isBlank());
      return new AssistantMessage(
          "assistant", content, Optional.empty(), calls.stream().map(CalledTool::of).toList());
    }
  }

  record CalledTool(String id, String type, Function function) {
    record Function(String name, String arguments) {}

    static CalledTool of(ToolCalled called) {
      return new CalledTool(
          called.id(), "function", new Function(called.name(), called.arguments()));
    }
  }

  /** A tool's call in a chunk; it comes whole. */
  record CalledToolDelta(int index, String id, String type, CalledTool.Function function) {
    static CalledToolDelta of(ToolCalled called) {
      var whole = CalledTool.of(called);
      return new CalledToolDelta(called.index(), whole.id(), whole.type(), whole.function());
    }
  }

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
      @JsonProperty("finish_reason") Optional<String> finishReason) {
    static ChunkChoice of(int index, Delta delta) {
      return new ChunkChoice(index, delta, Optional.empty(), Optional.empty());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Delta(
      Optional<String> role,
      Optional<String> content,
      @JsonProperty("tool_calls") Optional<List<CalledToolDelta>> toolCalls) {
    static final Delta NONE = new Delta(Optional.empty(), Optional.empty(), Optional.empty());
    static final Delta BEGIN =
        new Delta(Optional.of("assistant"), Optional.of(""), Optional.empty());

    static Delta text(String text) {
      return new Delta(Optional.empty(), Optional.of(text), Optional.empty());
    }

    static Delta call(ToolCalled called) {
      return new Delta(
          Optional.empty(), Optional.empty(), Optional.of(List.of(CalledToolDelta.of(called))));
    }
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

  static String finishReason(FinishReason reason, boolean toolsCalled) {
    return toolsCalled && reason == FinishReason.STOP ? "tool_calls" : finishReason(reason);
  }

  static String finishReason(FinishReason reason) {
    return reason == FinishReason.FILTERED
        ? "content_filter"
        : reason.name().toLowerCase(Locale.ROOT);
  }
}
