package dev.atrium.platform.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A mapping in a YAML file, read strictly: what is missing, of the wrong type or unknown is noted
 * with its place, and reading goes on with a stand-in, so that all problems are found together.
 */
final class PackSection {
  private final String place;
  private final JsonNode node;
  private final List<String> problems;
  private final TreeSet<String> known = new TreeSet<>();

  private PackSection(String place, JsonNode node, List<String> problems) {
    this.place = place;
    this.node = node;
    this.problems = problems;
  }

  /**
   * The whole of a file.
   *
   * @param problems what is noted goes here
   */
  static PackSection of(String file, JsonNode root, List<String> problems) {
    var section = new PackSection(file + ": ", root, problems);
    if (!root.isObject() && !root.isMissingNode()) {
      problems.add(file + ": must be a mapping of keys to values");
    }
    return section;
  }

  String text(String key) {
    var value = value(key);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      note(key, "must be a text that is not empty");
      return "";
    }
    return value.textValue();
  }

  /** Whether an optional key is there. */
  boolean has(String key) {
    known.add(key);
    return node.has(key) && !node.path(key).isNull();
  }

  /**
   * @param rule completes "must be …"
   */
  String text(String key, Pattern form, String rule, String standIn) {
    var text = text(key);
    if (text.isEmpty()) {
      return standIn;
    }
    if (!form.matcher(text).matches()) {
      note(key, "must be " + rule);
      return standIn;
    }
    return text;
  }

  int count(String key, int smallest, int largest) {
    var value = value(key);
    if (value.isMissingNode()) {
      return smallest;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.intValue() < smallest
        || value.intValue() > largest) {
      note(key, "must be a whole number from " + smallest + " to " + largest);
      return smallest;
    }
    return value.intValue();
  }

  BigDecimal amount(String key) {
    var value = value(key);
    if (value.isMissingNode()) {
      return BigDecimal.ZERO;
    }
    if (!value.isNumber() || value.decimalValue().signum() < 0) {
      note(key, "must be a number that is not negative");
      return BigDecimal.ZERO;
    }
    return value.decimalValue();
  }

  PackSection section(String key) {
    var value = value(key);
    if (!value.isMissingNode() && !value.isObject()) {
      note(key, "must be a mapping of keys to values");
    }
    return new PackSection(place + key + ".", value, problems);
  }

  List<PackSection> sections(String key) {
    var sections = new ArrayList<PackSection>();
    var items = list(key, "mappings");
    for (int index = 0; index < items.size(); index++) {
      var item = items.get(index);
      var name = key + "[" + index + "]";
      if (item.isObject()) {
        sections.add(new PackSection(place + name + ".", item, problems));
      } else {
        note(name, "must be a mapping of keys to values");
      }
    }
    return sections;
  }

  List<String> texts(String key) {
    return texts(key, list(key, "texts"));
  }

  List<List<String>> textLists(String key) {
    var lists = new ArrayList<List<String>>();
    var items = list(key, "lists of texts");
    for (int index = 0; index < items.size(); index++) {
      var name = key + "[" + index + "]";
      if (items.get(index).isArray()) {
        lists.add(texts(name, elements(items.get(index))));
      } else {
        note(name, "must be a list of texts");
      }
    }
    return lists;
  }

  /** All keys with their values as text; none at all if the key is missing. */
  Map<String, String> scalars(String key) {
    known.add(key);
    var scalars = new LinkedHashMap<String, String>();
    if (!node.has(key)) {
      return scalars;
    }
    var value = value(key);
    if (!value.isObject()) {
      note(key, "must be a mapping of keys to values");
    }
    value
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                scalars.put(entry.getKey(), entry.getValue().asText());
              } else {
                note(key + "." + entry.getKey(), "must be a text, a number, true or false");
              }
            });
    return scalars;
  }

  void note(String key, String problem) {
    problems.add(place + key + " " + problem);
  }

  /** Notes the keys that nobody asked for. */
  void end() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                note(key, "is unknown here; known are " + String.join(", ", known));
              }
            });
  }

  private List<String> texts(String name, List<JsonNode> items) {
    var texts = new ArrayList<String>();
    for (int index = 0; index < items.size(); index++) {
      if (items.get(index).isTextual() && !items.get(index).textValue().isBlank()) {
        texts.add(items.get(index).textValue());
      } else {
        note(name + "[" + index + "]", "must be a text that is not empty");
      }
    }
    return texts;
  }

  private List<JsonNode> list(String key, String kind) {
    var value = value(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      note(key, "must be a list of " + kind);
      return List.of();
    }
    return elements(value);
  }

  private static List<JsonNode> elements(JsonNode array) {
    var elements = new ArrayList<JsonNode>();
    array.forEach(elements::add);
    return elements;
  }

  private JsonNode value(String key) {
    known.add(key);
    var value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      if (node.isObject()) {
        note(key, "is missing");
      }
      return MissingNode.getInstance();
    }
    return value;
  }
}
