package dev.atrium.platform.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Says what a schema refused, in plain words and without the client's values. */
final class Violations {
  private Violations() {}

  /**
   * @param root what the schema's root is called; empty for a body
   */
  static Violation of(ValidationMessage message, String root) {
    var parent = path(message.getInstanceLocation().toString(), root);
    return switch (message.getType()) {
      case "required" -> {
        var path = join(parent, message.getProperty());
        yield new Violation(path, "missing_parameter", quoted(path) + " is required.");
      }
      case "additionalProperties" -> Violation.unknown(join(parent, message.getProperty()));
      case "not" ->
          new Violation(
              parent,
              "unsupported_parameter",
              quoted(parent) + " is not supported yet; leave it out.");
      case "type" ->
          new Violation(parent, "invalid_type", quoted(parent) + wrongType(message) + ".");
      default -> new Violation(parent, "invalid_value", quoted(parent) + " " + rule(message) + ".");
    };
  }

  private static String wrongType(ValidationMessage message) {
    var found = String.valueOf(message.getArguments()[0]);
    var allowed = types(message.getSchemaNode());
    return " must be %s, not %s".formatted(allowed, article(found));
  }

  private static String types(JsonNode types) {
    return types.isArray()
        ? StreamSupport.stream(types.spliterator(), false)
            .map(JsonNode::asText)
            .filter(type -> !type.equals("null"))
            .map(Violations::article)
            .collect(Collectors.joining(" or "))
        : article(types.asText());
  }

  private static String article(String type) {
    return switch (type) {
      case "null" -> "null";
      case "integer" -> "a whole number";
      case "array", "object" -> "an " + type;
      default -> "a " + type;
    };
  }

  private static String rule(ValidationMessage message) {
    var limit = message.getSchemaNode();
    return switch (message.getType()) {
      case "enum" -> "must be one of " + values(limit);
      case "const" -> "must be " + limit;
      case "minimum" -> "must be at least " + limit;
      case "maximum" -> "must be at most " + limit;
      case "exclusiveMinimum" -> "must be above " + limit;
      case "minItems" -> "must have at least " + limit + plural(limit, " item");
      case "maxItems" -> "must have at most " + limit + plural(limit, " item");
      case "minLength" -> "must have at least " + limit + plural(limit, " character");
      case "maxLength" -> "must have at most " + limit + plural(limit, " character");
      case "pattern" -> "must match " + limit.asText();
      case "format" -> "must be a " + limit.asText() + ", such as 2026-11-23T18:00:00Z";
      default -> "breaks the rule '" + message.getType().toLowerCase(Locale.ROOT) + "'";
    };
  }

  private static String plural(JsonNode count, String noun) {
    return count.asLong() == 1 ? noun : noun + "s";
  }

  private static String values(JsonNode values) {
    Stream<JsonNode> all = StreamSupport.stream(values.spliterator(), false);
    return all.map(JsonNode::toString).collect(Collectors.joining(", "));
  }

  private static String quoted(String path) {
    return path.isEmpty() ? "The body" : "'" + path + "'";
  }

  private static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  private static String path(String location, String root) {
    var below = location.startsWith("$") ? location.substring(1) : location;
    return below.startsWith(".") && root.isEmpty() ? below.substring(1) : root + below;
  }
}
