package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.inference.engine.TokenLogprob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Log-probabilities as OpenAI's clients read them, in the chat's form and in that of old. */
final class LogprobsReply {
  private LogprobsReply() {}

  record ChatLogprobs(List<ChatToken> content, Optional<List<ChatToken>> refusal) {}

  record ChatToken(
      String token,
      double logprob,
      List<Integer> bytes,
      @JsonProperty("top_logprobs") @JsonInclude(JsonInclude.Include.NON_ABSENT)
          Optional<List<ChatToken>> likeliest) {
    static ChatToken of(TokenLogprob told, Optional<List<ChatToken>> likeliest) {
      return new ChatToken(told.text(), told.logprob(), told.bytes(), likeliest);
    }
  }

  /**
   * @param offset of each token in the answer, in characters
   */
  record TextLogprobs(
      List<String> tokens,
      @JsonProperty("token_logprobs") List<Double> logprobs,
      @JsonProperty("top_logprobs") List<Map<String, Double>> likeliest,
      @JsonProperty("text_offset") List<Integer> offset) {}

  static Optional<Object> chat(List<TokenLogprob> tokens) {
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    var content = tokens.stream().map(LogprobsReply::chatToken).toList();
    return Optional.of(new ChatLogprobs(content, Optional.empty()));
  }

  /**
   * @param start of the first token in the answer
   */
  static Optional<Object> text(List<TokenLogprob> tokens, int start) {
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    var offsets = new ArrayList<Integer>();
    int at = start;
    for (var token : tokens) {
      offsets.add(at);
      at += token.text().length();
    }
    return Optional.of(
        new TextLogprobs(
            tokens.stream().map(TokenLogprob::text).toList(),
            tokens.stream().map(TokenLogprob::logprob).toList(),
            tokens.stream().map(LogprobsReply::byText).toList(),
            offsets));
  }

  private static ChatToken chatToken(TokenLogprob told) {
    var likeliest =
        told.likeliest().stream().map(other -> ChatToken.of(other, Optional.empty())).toList();
    return ChatToken.of(told, Optional.of(likeliest));
  }

  private static Map<String, Double> byText(TokenLogprob told) {
    var byText = new LinkedHashMap<String, Double>();
    told.likeliest().forEach(other -> byText.putIfAbsent(other.text(), other.logprob()));
    return byText;
  }
}
