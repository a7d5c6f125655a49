package dev.atrium.platform.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.Ending;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.SamplingParameters;
import io.vertx.core.buffer.Buffer;

/**
 * Writes generations as OpenAI's chat completions; what cannot be said there is refused by name.
 */
final class RemoteRequest {
  static final ObjectMapper JSON = new ObjectMapper();

  private RemoteRequest() {}

  /**
   * The body of a streamed completion.
   *
   * @throws AtriumException {@code remote_unsupported}
   */
  static Buffer body(GenerationRequest request, String model) {
    var body = JSON.createObjectNode().put("model", model).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    if (request.adapter().isPresent()) {
      throw unsupported("an adapter");
    }
    if (!(request.prompt() instanceof Prompt.Chat chat)) {
      throw unsupported("a prompt that is no conversation");
    }
    chat.messages()
        .forEach(message -> write(message, body.withArrayProperty("messages").addObject()));
    if (!chat.tools().isEmpty()) {
      body.set("tools", JSON.valueToTree(chat.tools()));
    }
    write(request.sampling(), body);
    return Buffer.buffer(body.toString());
  }

  private static void write(ChatMessage message, ObjectNode node) {
    node.put("role", message.role()).put("content", message.content());
    message.toolCallId().ifPresent(id -> node.put("tool_call_id", id));
    if (!message.toolCalls().isEmpty()) {
      ArrayNode calls = node.putArray("tool_calls");
      for (var call : message.toolCalls()) {
        var written = calls.addObject().put("id", call.id()).put("type", "function");
        written
            .putObject("function")
            .put("name", call.name())
            .put("arguments", JSON.valueToTree(call.arguments()).toString());
      }
    }
  }

  private static void write(SamplingParameters sampling, ObjectNode body) {
    requireCommon(sampling);
    body.put("temperature", sampling.temperature()).put("top_p", sampling.topP());
    sampling.seed().ifPresent(seed -> body.put("seed", seed));
    sampling.stop().forEach(stop -> body.withArrayProperty("stop").add(stop));
    if (sampling.maxTokens() > 0) {
      body.put("max_tokens", sampling.maxTokens());
    }
    if (sampling.choices() > 1) {
      body.put("n", sampling.choices());
    }
    var shaping = sampling.shaping();
    if (shaping.presence() != 0) {
      body.put("presence_penalty", shaping.presence());
    }
    if (shaping.frequency() != 0) {
      body.put("frequency_penalty", shaping.frequency());
    }
    writeFormat(sampling.format(), body);
  }

  private static void writeFormat(OutputFormat format, ObjectNode body) {
    switch (format) {
      case OutputFormat.Free free -> {}
      case OutputFormat.JsonObject object ->
          body.putObject("response_format").put("type", "json_object");
      case OutputFormat.JsonSchema(var schema) -> {
        var described = body.putObject("response_format").put("type", "json_schema");
        described
            .putObject("json_schema")
            .put("name", "answer")
            .put("strict", true)
            .set("schema", parsed(schema));
      }
      default -> throw unsupported("this format");
    }
  }

  private static void requireCommon(SamplingParameters sampling) {
    var shaping = sampling.shaping();
    if (sampling.topK() > 0 || shaping.minP() > 0 || shaping.repetition() != 1) {
      throw unsupported("'top_k', 'min_p' or 'repetition_penalty'");
    }
    if (!shaping.bias().isEmpty()) {
      throw unsupported("'logit_bias'");
    }
    if (sampling.logprobs().isPresent()) {
      throw unsupported("'logprobs'");
    }
    if (!sampling.ending().equals(Ending.USUAL)) {
      throw unsupported("stop tokens");
    }
  }

  private static JsonNode parsed(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException malformed) {
      throw unsupported("this schema");
    }
  }

  private static AtriumException unsupported(String what) {
    return AtriumException.caller(
        "remote_unsupported", "This model runs elsewhere and does not take " + what + ".");
  }
}
