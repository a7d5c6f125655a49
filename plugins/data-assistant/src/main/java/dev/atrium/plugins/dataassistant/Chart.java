package dev.atrium.plugins.dataassistant;

import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSchema.Kind;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chooses a Vega-Lite chart by the kinds of the columns. */
final class Chart {
  private static final int FEWEST = 2;
  private static final int MOST = 40;

  private Chart() {}

  /** A chart's specification as JSON, if the rows make one. */
  static Optional<String> of(DataResult result) {
    var columns = result.columns();
    var rows = result.rows().size();
    if (columns.size() != 2 || rows < FEWEST || rows > MOST) {
      return Optional.empty();
    }
    var numbers = IntStream.range(0, 2).filter(at -> number(columns.get(at))).boxed().toList();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    var value = numbers.getLast();
    var by = 1 - value;
    return Optional.of(specification(result, by, value));
  }

  private static String specification(DataResult result, int by, int value) {
    var kind = result.columns().get(by).kind();
    var time = kind == Kind.DATE || kind == Kind.TIMESTAMP;
    var year = result.columns().get(by).name().toLowerCase(Locale.ROOT).endsWith("year");
    var mark = time || year ? "line" : kind == Kind.NUMBER ? "point" : "bar";
    var type =
        time ? "temporal" : year ? "ordinal" : kind == Kind.NUMBER ? "quantitative" : "nominal";
    return "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",\"mark\":"
        + text(mark)
        + ",\"data\":{\"values\":"
        + values(result, by, value)
        + "},\"encoding\":{\"x\":"
        + channel("x", type, result.columns().get(by).name(), mark.equals("bar"))
        + ",\"y\":"
        + channel("y", "quantitative", result.columns().get(value).name(), false)
        + "}}";
  }

  private static String channel(String field, String type, String title, boolean asFound) {
    return "{\"field\":"
        + text(field)
        + ",\"type\":"
        + text(type)
        + ",\"title\":"
        + text(title)
        + (asFound ? ",\"sort\":null" : "")
        + "}";
  }

  private static String values(DataResult result, int by, int value) {
    var points = new ArrayList<String>();
    for (var row : result.rows()) {
      if (!row.get(value).isEmpty()) {
        var first = number(result.columns().get(by)) ? bare(row.get(by)) : text(row.get(by));
        points.add("{\"x\":" + first + ",\"y\":" + bare(row.get(value)) + "}");
      }
    }
    return points.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static String bare(String number) {
    return number.matches("-?\\d+(\\.\\d+)?") ? number : "null";
  }

  private static boolean number(DataResult.Column column) {
    return column.kind() == Kind.NUMBER;
  }

  /** A text as JSON. */
  private static String text(String value) {
    var json = new StringBuilder("\"");
    for (var character : value.toCharArray()) {
      if (character == '"' || character == '\\') {
        json.append('\\').append(character);
      } else if (character < ' ' || character == '`' || character == '<') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
      } else {
        json.append(character);
      }
    }
    return json.append('"').toString();
  }
}
