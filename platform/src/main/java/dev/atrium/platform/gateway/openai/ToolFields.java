package dev.atrium.platform.gateway.openai;

import static dev.atrium.platform.gateway.openai.Sampling.field;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.inference.engine.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tools and their calls from a body that the contract has let through. */
public final class ToolFields {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private ToolFields() {}

  /** The tools that the model may call; none if the caller chose none. */
  static List<Map<String, Object>> tools(JsonNode body) {
    var tools = new ArrayList<Map<String, Object>>();
    if (!field(body, "tool_choice").asText().equals("none")) {
      field(body, "tools").forEach(tool -> tools.add(JSON.convertValue(tool, OBJECT)));
    }
    return tools;
  }

  /** Tools as the Responses API describes them, without the nesting. */
  public static List<Map<String, Object>> flatTools(JsonNode body) {
    var tools = new ArrayList<Map<String, Object>>();
    if (!field(body, "tool_choice").asText().equals("none")) {
      for (var tool : field(body, "tools")) {
        var function = JSON.convertValue(tool, OBJECT);
        function.remove("type");
        tools.add(Map.of("type", "function", "function", function));
      }
    }
    return tools;
  }

  /** One call at the most unless the caller takes them in parallel, as is usual. */
  public static int mostCalls(JsonNode body) {
    return field(body, "parallel_tool_calls").asBoolean(true) ? Integer.MAX_VALUE : 1;
  }

  /** The calls that an earlier answer made. */
  static List<ToolCall> calls(JsonNode message, String path) {
    var calls = new ArrayList<ToolCall>();
    var nodes = field(message, "tool_calls");
    for (int index = 0; index < nodes.size(); index++) {
      var function = nodes.get(index).get("function");
      var place = "%s.tool_calls[%d].function.arguments".formatted(path, index);
      calls.add(
          new ToolCall(
              nodes.get(index).get("id").textValue(),
              function.get("name").textValue(),
              arguments(function.get("arguments").textValue(), place)));
    }
    return calls;
  }

  /**
   * @param path names the field in a refusal
   */
  public static Map<String, Object> arguments(String text, String path) {
    try {
      return JSON.readValue(text, OBJECT);
    } catch (JsonProcessingException | IllegalArgumentException noObject) {
      throw Refusal.invalid(path, "'" + path + "' must be a JSON object, as text.");
    }
  }
}
