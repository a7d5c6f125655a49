package dev.atrium.platform.data.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Column;
import dev.atrium.spi.data.DataSchema.Join;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.DataSchema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads a layer and notes every problem with its place before it gives up. */
final class LayerReader {
  private static final Set<String> LAYER = Set.of("name", "tables", "joins");
  private static final Set<String> TABLE =
      Set.of("name", "place", "label", "synonyms", "rows", "key", "columns");
  private static final Set<String> COLUMN =
      Set.of("name", "label", "kind", "role", "synonyms", "distinct", "samples");
  private static final Set<String> JOIN = Set.of("table", "column", "toTable", "toColumn");

  private final String file;
  private final List<String> problems = new ArrayList<>();

  LayerReader(String file) {
    this.file = file;
  }

  DataSchema read(JsonNode root) {
    if (!root.isObject()) {
      note("", "must be a mapping with name, tables and joins");
    }
    known(root, "", LAYER);
    var tables = new ArrayList<Table>();
    each(root, "tables", (node, place) -> tables.add(table(node, place)));
    var joins = new ArrayList<Join>();
    each(root, "joins", (node, place) -> joins.add(join(node, place)));
    var layer = new DataSchema(text(root, "", "name"), tables, joins);
    check(layer);
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_layer", String.join("\n", problems));
    }
    return layer;
  }

  private Table table(JsonNode node, String place) {
    known(node, place, TABLE);
    var columns = new ArrayList<Column>();
    each(node, place, "columns", (one, at) -> columns.add(column(one, at)));
    if (columns.isEmpty()) {
      note(place, "needs columns");
    }
    return new Table(
        text(node, place, "name"),
        text(node, place, "place"),
        text(node, place, "label"),
        texts(node, place, "synonyms"),
        count(node, place, "rows"),
        texts(node, place, "key"),
        columns);
  }

  private Column column(JsonNode node, String place) {
    known(node, place, COLUMN);
    return new Column(
        text(node, place, "name"),
        text(node, place, "label"),
        choice(node, place, "kind", Kind.OTHER),
        choice(node, place, "role", Role.DIMENSION),
        texts(node, place, "synonyms"),
        count(node, place, "distinct"),
        texts(node, place, "samples"));
  }

  private Join join(JsonNode node, String place) {
    known(node, place, JOIN);
    return new Join(
        text(node, place, "table"),
        text(node, place, "column"),
        text(node, place, "toTable"),
        text(node, place, "toColumn"));
  }

  private void check(DataSchema layer) {
    var names = new HashSet<String>();
    for (var table : layer.tables()) {
      if (!names.add(table.name())) {
        note("tables", "two are called " + table.name());
      }
      var columns = new HashSet<String>();
      table.columns().stream()
          .filter(column -> !columns.add(column.name()))
          .forEach(column -> note(table.name(), "has two columns called " + column.name()));
      table.key().stream()
          .filter(key -> !columns.contains(key))
          .forEach(key -> note(table.name(), "has no column for its key " + key));
    }
    for (var join : layer.joins()) {
      end(layer, join.table(), join.column());
      end(layer, join.toTable(), join.toColumn());
    }
  }

  private void end(DataSchema layer, String table, String column) {
    if (layer.table(table).flatMap(one -> one.column(column)).isEmpty()) {
      note("joins", "there is no column " + table + "." + column);
    }
  }

  private void each(JsonNode node, String key, BiConsumer<JsonNode, String> read) {
    each(node, "", key, read);
  }

  private void each(JsonNode node, String place, String key, BiConsumer<JsonNode, String> read) {
    var list = node.path(key);
    if (!list.isArray() && !list.isMissingNode()) {
      note(place + key, "must be a list");
    }
    for (int at = 0; at < list.size(); at++) {
      read.accept(list.get(at), place + key + "[" + at + "].");
    }
  }

  private String text(JsonNode node, String place, String key) {
    var value = node.path(key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      note(place + key, "must be a text");
      return "";
    }
    return value.textValue();
  }

  private List<String> texts(JsonNode node, String place, String key) {
    var texts = new ArrayList<String>();
    var list = node.path(key);
    if (!list.isArray() && !list.isMissingNode()) {
      note(place + key, "must be a list of texts");
    }
    for (var one : list) {
      if (one.isValueNode() && !one.isNull()) {
        texts.add(one.asText());
      } else {
        note(place + key, "must hold texts alone");
      }
    }
    return texts;
  }

  private long count(JsonNode node, String place, String key) {
    var value = node.path(key);
    if (!value.isMissingNode() && (!value.canConvertToLong() || value.longValue() < 0)) {
      note(place + key, "must be a number from 0");
    }
    return value.asLong(0);
  }

  private <T extends Enum<T>> T choice(JsonNode node, String place, String key, T standIn) {
    var value = node.path(key).asText().toUpperCase(Locale.ROOT);
    var all = standIn.getDeclaringClass().getEnumConstants();
    for (var one : all) {
      if (one.name().equals(value)) {
        return one;
      }
    }
    note(place + key, "must be one of " + Arrays.toString(all).toLowerCase(Locale.ROOT));
    return standIn;
  }

  private void known(JsonNode node, String place, Set<String> keys) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                note(place + key, "is unknown here");
              }
            });
  }

  private void note(String place, String problem) {
    problems.add(file + ": " + place + " " + problem);
  }
}
