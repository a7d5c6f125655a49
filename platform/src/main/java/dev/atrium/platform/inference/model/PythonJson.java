package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** The filter {@code tojson} as Hugging Face defines it: {@code json.dumps}, Unicode kept. */
final class PythonJson implements AdvancedFilter {
  private static final ObjectMapper SCALARS = new ObjectMapper();

  @Override
  public String getName() {
    return "tojson";
  }

  @Override
  public Object filter(
      Object value, JinjavaInterpreter interpreter, Object[] arguments, Map<String, Object> named) {
    var indent = named.getOrDefault("indent", arguments.length > 0 ? arguments[0] : 0);
    var text = new StringBuilder();
    write(text, value, indent instanceof Number number ? number.intValue() : 0, 0);
    return text.toString();
  }

  private static void write(StringBuilder text, Object value, int indent, int depth) {
    switch (value) {
      case Map<?, ?> map -> writeMap(text, map, indent, depth);
      case Collection<?> list -> writeList(text, list, indent, depth);
      case null, default -> text.append(scalar(value));
    }
  }

  private static void writeMap(StringBuilder text, Map<?, ?> map, int indent, int depth) {
    text.append('{');
    for (var entries = map.entrySet().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      newLine(text, indent, depth + 1);
      text.append(scalar(String.valueOf(entry.getKey()))).append(": ");
      write(text, entry.getValue(), indent, depth + 1);
      separate(text, entries, indent);
    }
    close(text, '}', map.isEmpty(), indent, depth);
  }

  private static void writeList(StringBuilder text, Collection<?> list, int indent, int depth) {
    text.append('[');
    for (var items = list.iterator(); items.hasNext(); ) {
      newLine(text, indent, depth + 1);
      write(text, items.next(), indent, depth + 1);
      separate(text, items, indent);
    }
    close(text, ']', list.isEmpty(), indent, depth);
  }

  private static void separate(StringBuilder text, Iterator<?> rest, int indent) {
    if (rest.hasNext()) {
      text.append(indent > 0 ? "," : ", ");
    }
  }

  private static void close(
      StringBuilder text, char bracket, boolean empty, int indent, int depth) {
    if (!empty) {
      newLine(text, indent, depth);
    }
    text.append(bracket);
  }

  private static void newLine(StringBuilder text, int indent, int depth) {
    if (indent > 0) {
      text.append('\n').repeat(' ', indent * depth);
    }
  }

  private static String scalar(Object value) {
    try {
      return SCALARS.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("tojson of " + value.getClass().getSimpleName(), e);
    }
  }
}
