package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.gateway.openai.ChatReply.Usage;
import java.util.List;
import java.util.Optional;

/** The document of a plain completion, whole or in pieces, as OpenAI's clients read it. */
final class CompletionReply {
  private CompletionReply() {}

  record TextCompletion(
      String id,
      String object,
      long created,
      String model,
      List<TextChoice> choices,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Usage> usage) {
    static TextCompletion of(
        Head head, String model, List<TextChoice> choices, Optional<Usage> usage) {
      return new TextCompletion(
          head.id(), "text_completion", head.created(), model, choices, usage);
    }
  }

  record TextChoice(
      int index,
      String text,
      Optional<Object> logprobs,
      @JsonProperty("finish_reason") Optional<String> finishReason) {
    static TextChoice end(int index, String finish) {
      return new TextChoice(index, "", Optional.empty(), Optional.of(finish));
    }
  }

  /** What all pieces of a completion share. */
  record Head(String id, long created) {}
}
