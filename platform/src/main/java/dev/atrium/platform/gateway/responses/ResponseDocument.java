package dev.atrium.platform.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Map;

/** Makes the documents of one response: the response itself and its items. */
final class ResponseDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What a response says of the request's fields where the request says nothing. */
  private static final Map<String, JsonNode> USUAL =
      Map.ofEntries(
          Map.entry("instructions", JSON.nullNode()),
          Map.entry("max_output_tokens", JSON.nullNode()),
          Map.entry("metadata", JSON.objectNode()),
          Map.entry("parallel_tool_calls", JSON.booleanNode(true)),
          Map.entry("temperature", JSON.numberNode(1.0)),
          Map.entry("tool_choice", JSON.textNode("auto")),
          Map.entry("tools", JSON.arrayNode()),
          Map.entry("top_p", JSON.numberNode(1.0)),
          Map.entry("truncation", JSON.textNode("disabled")),
          Map.entry("user", JSON.nullNode()));

  private final String callId;
  private final long created;
  private final JsonNode request;

  /**
   * @param created seconds since 1970
   */
  ResponseDocument(String callId, long created, JsonNode request) {
    this.callId = callId;
    this.created = created;
    this.request = request;
  }

  /** The response while it is made. */
  ObjectNode begun(String model) {
    var response = JSON.objectNode();
    response.put("id", "resp_" + callId).put("object", "response").put("created_at", created);
    response.put("status", "in_progress").put("model", model);
    USUAL.forEach((name, usual) -> response.set(name, asked(name, usual)));
    response.putNull("error").putNull("incomplete_details").putNull("previous_response_id");
    response.put("store", false);
    response.set("text", text());
    response.set("output", JSON.arrayNode());
    response.putNull("usage");
    return response;
  }

  /** The response at its end. */
  ObjectNode ended(CallResult result, List<ObjectNode> output) {
    var response = begun(result.model());
    boolean whole = result.finish() == FinishReason.STOP;
    response.put("status", whole ? "completed" : "incomplete");
    if (!whole) {
      response.putObject("incomplete_details").put("reason", reason(result.finish()));
    }
    output.forEach(((ArrayNode) response.get("output"))::add);
    response.set("usage", usage(result.usage()));
    return response;
  }

  private static String reason(FinishReason finish) {
    return finish == FinishReason.FILTERED ? "content_filter" : "max_output_tokens";
  }

  /** An item of words. */
  ObjectNode message(String text, boolean ended) {
    var item = JSON.objectNode();
    item.put("id", "msg_" + callId).put("type", "message").put("role", "assistant");
    item.put("status", ended ? "completed" : "in_progress");
    var content = item.putArray("content");
    if (ended) {
      content.add(part(text));
    }
    return item;
  }

  static ObjectNode part(String text) {
    var part = JSON.objectNode().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  /** An item that asks for a tool to be called. */
  ObjectNode call(ToolCalled called, boolean ended) {
    return JSON.objectNode()
        .put("id", "fc_" + called.id())
        .put("type", "function_call")
        .put("status", ended ? "completed" : "in_progress")
        .put("call_id", called.id())
        .put("name", called.name())
        .put("arguments", ended ? called.arguments() : "");
  }

  private JsonNode text() {
    var usual = JSON.objectNode();
    usual.putObject("format").put("type", "text");
    var asked = request.path("text");
    return asked.has("format") ? asked : usual;
  }

  private JsonNode asked(String name, JsonNode usual) {
    return request.hasNonNull(name) ? request.get(name) : usual;
  }

  private static ObjectNode usage(TokenUsage tokens) {
    var usage = JSON.objectNode().put("input_tokens", tokens.prompt());
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", tokens.cached())
        .put("cache_write_tokens", 0);
    usage.put("output_tokens", tokens.generated());
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    return usage.put("total_tokens", tokens.prompt() + tokens.generated());
  }
}
