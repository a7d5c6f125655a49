package dev.atrium.platform.inference.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the JSON in which models write calls: an object, or an array of them. */
final class ToolCallJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Set<String> names;

  /**
   * @param names of the tools there are; a call of another is no call
   */
  ToolCallJson(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /** The calls that a text is; empty if it is anything else. */
  List<ModelSays.Call> calls(String text) {
    try {
      var root = JSON.readTree(text);
      var calls = new ArrayList<ModelSays.Call>();
      for (var node : root.isArray() ? root : List.of(root)) {
        var call = call(node);
        if (call.isEmpty()) {
          return List.of();
        }
        calls.add(call.get());
      }
      return calls;
    } catch (JsonProcessingException noJson) {
      return List.of();
    }
  }

  private Optional<ModelSays.Call> call(JsonNode node) {
    var function = node.path("function").isObject() ? node.get("function") : node;
    var name = function.path("name").asText();
    var arguments =
        function.has("arguments") ? function.get("arguments") : function.path("parameters");
    if (!names.contains(name) || !(arguments.isObject() || arguments.isMissingNode())) {
      return Optional.empty();
    }
    var text = arguments.isMissingNode() ? "{}" : arguments.toString();
    return Optional.of(new ModelSays.Call(name, text, 0));
  }

  /** Where the JSON value that a text begins with ends; -1 if it does not yet. */
  static int end(CharSequence text) {
    int depth = 0;
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted) {
        if (c == '\\') {
          at++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return at + 1;
      }
    }
    return -1;
  }
}
