package dev.atrium.platform.inference.grammar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON schemas in the subset that OpenAI's strict mode names, recursion left out: objects are
 * written with their properties in the schema's order and no others, arrays with their bounds,
 * strings with pattern, format or length, {@code enum}, {@code const}, {@code anyOf} and {@code
 * $ref}. What would not be held to is refused by name.
 */
final class SchemaReader {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(SerializationFeature.INDENT_OUTPUT);
  private static final int LONGEST = 200_000;
  private static final int DEEPEST = 32;
  private static final int MOST_ITEMS = 1000;
  private static final Set<String> SAYING_NOTHING =
      Set.of(
          "title", "description", "default", "examples", "$schema", "$id", "$defs", "definitions");
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems",
          "enum",
          "const",
          "anyOf",
          "$ref",
          "pattern",
          "format",
          "minLength",
          "maxLength");
  private static final String DATE = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])";
  private static final String TIME =
      "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)";
  private static final Map<String, String> FORMATS =
      Map.of(
          "date",
          DATE,
          "time",
          TIME,
          "date-time",
          DATE + "T" + TIME,
          "uuid",
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          "email",
          "[a-z0-9]{1,32}(\\.[a-z0-9]{1,32})?@[a-z0-9]{1,32}(\\.[a-z0-9]{2,16}){1,3}",
          "ipv4",
          "((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

  private final JsonNode root;
  private final Set<String> open = new HashSet<>();
  private final Map<String, Part> known = new HashMap<>();
  private int depth;

  private SchemaReader(JsonNode root) {
    this.root = root;
  }

  /**
   * @throws AtriumException {@code invalid_format}, naming the keyword
   */
  static Part read(String schema) {
    if (schema.length() > LONGEST) {
      throw wrong("it has more than " + LONGEST + " characters");
    }
    try {
      var root = JSON.readTree(schema);
      if (root == null || !root.isObject()) {
        throw wrong("it is no object");
      }
      return new SchemaReader(root).value(root);
    } catch (JsonProcessingException broken) {
      throw wrong("it is no JSON");
    }
  }

  private Part value(JsonNode schema) {
    if (!schema.isObject()) {
      throw wrong("a part of it is no object");
    }
    if (++depth > DEEPEST) {
      throw wrong("it is nested deeper than " + DEEPEST + " levels");
    }
    refuseUnknown(schema);
    var part = known(schema);
    depth--;
    return part;
  }

  private static void refuseUnknown(JsonNode schema) {
    for (var entry : schema.properties()) {
      if (!KNOWN.contains(entry.getKey()) && !SAYING_NOTHING.contains(entry.getKey())) {
        throw wrong("the keyword '" + entry.getKey() + "' is not supported");
      }
    }
  }

  private Part known(JsonNode schema) {
    if (schema.has("$ref")) {
      return reference(schema.get("$ref").asText());
    }
    if (schema.has("const")) {
      return literal(schema.get("const"));
    }
    if (schema.has("enum")) {
      return anyOf(schema.get("enum"), SchemaReader::literal, "enum");
    }
    if (schema.has("anyOf")) {
      return anyOf(schema.get("anyOf"), this::value, "anyOf");
    }
    var type = schema.path("type");
    if (type.isArray()) {
      return anyOf(type, each -> ofType(each.asText(), schema), "type");
    }
    return type.isTextual() ? ofType(type.asText(), schema) : untyped(schema);
  }

  private Part untyped(JsonNode schema) {
    if (schema.has("properties")) {
      return object(schema);
    }
    throw wrong("a part of it has no 'type'");
  }

  private Part ofType(String type, JsonNode schema) {
    return switch (type) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "string" -> string(schema);
      case "integer" -> JsonParts.INTEGER;
      case "number" -> JsonParts.NUMBER;
      case "boolean" -> JsonParts.BOOLEAN;
      case "null" -> JsonParts.NULL;
      default -> throw wrong("there is no type '" + type + "'");
    };
  }

  private Part reference(String pointer) {
    if (!pointer.startsWith("#/")) {
      throw wrong("'$ref' names nothing inside the schema, as '#/$defs/name' does");
    }
    var target = root.at(pointer.substring(1));
    if (target.isMissingNode()) {
      throw wrong("'" + pointer + "' is not there");
    }
    if (!open.add(pointer)) {
      throw wrong("'" + pointer + "' contains itself, which is not supported");
    }
    var part = known.get(pointer);
    if (part == null) {
      part = value(target);
      known.put(pointer, part);
    }
    open.remove(pointer);
    return part;
  }

  private interface Reading {
    Part of(JsonNode part);
  }

  private static Part anyOf(JsonNode list, Reading reading, String keyword) {
    if (!list.isArray() || list.isEmpty()) {
      throw wrong("'" + keyword + "' holds nothing");
    }
    var parts = new ArrayList<Part>();
    list.forEach(each -> parts.add(reading.of(each)));
    return Part.anyOf(parts);
  }

  private static Part literal(JsonNode value) {
    try {
      return Part.text(JSON.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw wrong("a value in it cannot be written");
    }
  }

  private Part object(JsonNode schema) {
    if (schema.path("additionalProperties").isObject()) {
      throw wrong("'additionalProperties' with a schema is not supported");
    }
    var required = new HashSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    var members = new ArrayList<Member>();
    for (var property : schema.path("properties").properties()) {
      var pair =
          JsonParts.pair(literal(JSON.valueToTree(property.getKey())), value(property.getValue()));
      members.add(new Member(pair, required.remove(property.getKey())));
    }
    if (!required.isEmpty()) {
      throw wrong("'required' names '" + required.iterator().next() + "', which is no property");
    }
    return JsonParts.object((automaton, next) -> members(automaton, next, members));
  }

  private record Member(Part pair, boolean required) {}

  /** From the last member on: where to go on after the first ones, with and without a comma. */
  private static int members(Automaton automaton, int next, List<Member> members) {
    var first = next;
    var later = next;
    for (var member : members.reversed()) {
      var begin = member.pair().build(automaton, later);
      var afterComma = JsonParts.COMMA.build(automaton, begin);
      first = member.required() ? begin : automaton.either(begin, first);
      later = member.required() ? afterComma : automaton.either(afterComma, later);
    }
    return first;
  }

  private Part array(JsonNode schema) {
    if (!schema.has("items")) {
      throw wrong("an array has no 'items'");
    }
    var item = value(schema.get("items"));
    var least = bound(schema, "minItems", 0);
    var most = bound(schema, "maxItems", Integer.MAX_VALUE);
    requireOrder(least, most, "minItems");
    if (most == 0) {
      return JsonParts.array(Part.EMPTY);
    }
    var rest =
        Part.repeated(
            Part.sequence(JsonParts.COMMA, item),
            Math.max(0, least - 1),
            most == Integer.MAX_VALUE ? most : most - 1);
    var items =
        least <= 1 && most == Integer.MAX_VALUE
            ? Part.separated(item, JsonParts.COMMA)
            : Part.sequence(item, rest);
    return JsonParts.array(least == 0 ? Part.optional(items) : items);
  }

  private static Part string(JsonNode schema) {
    if (schema.has("pattern")) {
      // a pattern may match anywhere in a text: a text that is all match is the shortest such
      return JsonParts.quoted(
          RegexReader.read(schema.get("pattern").asText(), SchemaReader::plain));
    }
    if (schema.has("format")) {
      var pattern = FORMATS.get(schema.get("format").asText());
      if (pattern == null) {
        throw wrong("the format '" + schema.get("format").asText() + "' is not supported");
      }
      return JsonParts.quoted(RegexReader.read(pattern, SchemaReader::plain));
    }
    var least = bound(schema, "minLength", 0);
    var most = bound(schema, "maxLength", Integer.MAX_VALUE);
    requireOrder(least, most, "minLength");
    return JsonParts.quoted(Part.repeated(JsonParts.CHARACTER, least, most));
  }

  private static CodePoints plain(CodePoints set) {
    return set.without(JsonParts.PLAIN.not());
  }

  private static int bound(JsonNode schema, String keyword, int usual) {
    if (!schema.has(keyword)) {
      return usual;
    }
    var value = schema.get(keyword).asInt(-1);
    if (value < 0 || value > MOST_ITEMS) {
      throw wrong("'" + keyword + "' is between 0 and " + MOST_ITEMS);
    }
    return value;
  }

  private static void requireOrder(int least, int most, String keyword) {
    if (least > most) {
      throw wrong("'" + keyword + "' is above its upper bound: nothing satisfies it");
    }
  }

  private static AtriumException wrong(String what) {
    return AtriumException.caller(
        "invalid_format", "The JSON schema cannot be held to: " + what + ".");
  }
}
