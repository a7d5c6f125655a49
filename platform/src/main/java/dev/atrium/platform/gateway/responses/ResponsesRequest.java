package dev.atrium.platform.gateway.responses;

import static dev.atrium.platform.gateway.openai.Sampling.field;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.gateway.openai.ChatRequest;
import dev.atrium.platform.gateway.openai.Formats;
import dev.atrium.platform.gateway.openai.Sampling;
import dev.atrium.platform.gateway.openai.ToolFields;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.ChatMessage.ToolCall;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a response is asked for.
 *
 * @param toolCalls how many calls of tools it may hold
 */
record ResponsesRequest(
    String model,
    Prompt.Chat prompt,
    SamplingParameters sampling,
    int toolCalls,
    boolean streamed,
    Optional<String> user) {

  /** Reads a body that the contract has let through. */
  static ResponsesRequest of(JsonNode body) {
    return new ResponsesRequest(
        body.get("model").textValue(),
        new Prompt.Chat(messages(body), ToolFields.flatTools(body)),
        Formats.required(
            Sampling.of(body, Sampling.smallest(body, "max_output_tokens")),
            body.path("text").path("format"),
            "text.format"),
        ToolFields.mostCalls(body),
        field(body, "stream").asBoolean(),
        ChatRequest.user(body));
  }

  private static List<ChatMessage> messages(JsonNode body) {
    var messages = new ArrayList<ChatMessage>();
    var instructions = field(body, "instructions");
    if (instructions.isTextual()) {
      messages.add(new ChatMessage("system", instructions.textValue()));
    }
    var input = body.get("input");
    if (input.isTextual()) {
      messages.add(new ChatMessage("user", input.textValue()));
    }
    for (int index = 0; input.isArray() && index < input.size(); index++) {
      add(messages, input.get(index), "input[" + index + "].arguments");
    }
    return messages;
  }

  private static void add(List<ChatMessage> messages, JsonNode item, String argumentsPath) {
    switch (item.path("type").asText("message")) {
      case "function_call" -> addCall(messages, item, argumentsPath);
      case "function_call_output" ->
          messages.add(
              new ChatMessage(
                  "tool",
                  ChatRequest.text(item.get("output")),
                  List.of(),
                  Optional.of(item.get("call_id").textValue())));
      default -> {
        var role = item.get("role").textValue();
        messages.add(
            new ChatMessage(
                role.equals("developer") ? "system" : role, ChatRequest.text(item.get("content"))));
      }
    }
  }

  /** Calls made together are one message of the assistant's, its words included. */
  private static void addCall(List<ChatMessage> messages, JsonNode item, String argumentsPath) {
    var call =
        new ToolCall(
            item.get("call_id").textValue(),
            item.get("name").textValue(),
            ToolFields.arguments(item.get("arguments").textValue(), argumentsPath));
    boolean goesOn = !messages.isEmpty() && messages.getLast().role().equals("assistant");
    var before = goesOn ? messages.removeLast() : new ChatMessage("assistant", "");
    var calls = new ArrayList<>(before.toolCalls());
    calls.add(call);
    messages.add(new ChatMessage("assistant", before.content(), calls, Optional.empty()));
  }
}
