package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.gateway.openai.ChatRequest.Streaming;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;
import java.util.ArrayList;
import java.util.Optional;

/** What a plain completion asks for. */
record CompletionRequest(
    String model,
    Prompt prompt,
    SamplingParameters sampling,
    Streaming streaming,
    Optional<String> user) {
  /** As OpenAI has it. */
  private static final int USUAL_TOKENS = 16;

  /** Reads a body that the contract has let through. */
  static CompletionRequest of(JsonNode body) {
    int limit = Sampling.smallest(body, "max_tokens");
    return new CompletionRequest(
        body.get("model").textValue(),
        prompt(body.get("prompt")),
        Sampling.withLogprobs(
            Sampling.of(body, limit == 0 ? USUAL_TOKENS : limit), Sampling.field(body, "logprobs")),
        Streaming.of(body),
        ChatRequest.user(body));
  }

  private static Prompt prompt(JsonNode node) {
    if (node.isTextual()) {
      return new Prompt.Text(node.textValue());
    }
    if (node.get(0).isTextual()) {
      return new Prompt.Text(node.get(0).textValue());
    }
    var ids = new ArrayList<Integer>();
    node.forEach(id -> ids.add(id.intValue()));
    return new Prompt.Tokens(ids);
  }
}
