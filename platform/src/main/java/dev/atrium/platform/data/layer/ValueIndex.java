package dev.atrium.platform.data.layer;

import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of a source's text columns by what people write for them. Immutable. */
public final class ValueIndex {
  private static final int MOST_VALUES = 5_000;
  private static final int LONGEST_VALUE = 80;
  private static final int MOST_WORDS = 8;

  private final Map<String, List<Value>> values;

  private ValueIndex(Map<String, List<Value>> values) {
    this.values = values;
  }

  /** A value where it stands. */
  public record Value(String table, String column, String text) {}

  /** Reads the values of the layer's text columns that do not hold too many. */
  public static ValueIndex read(Connection connection, DataSchema layer) throws SQLException {
    Map<String, List<Value>> values = new HashMap<>();
    for (var table : layer.tables()) {
      for (var column : table.columns()) {
        if (column.kind() == Kind.TEXT && column.distinct() <= MOST_VALUES) {
          read(connection, table, column.name(), values);
        }
      }
    }
    values.replaceAll((key, found) -> List.copyOf(found));
    return new ValueIndex(Map.copyOf(values));
  }

  /**
   * The same values, also found by words that mean the same.
   *
   * @param synonyms groups of words of one meaning, such as a value and its translations
   */
  public ValueIndex with(List<List<String>> synonyms) {
    Map<String, List<Value>> all = new HashMap<>(values);
    for (var group : synonyms) {
      var meant = group.stream().map(this::find).flatMap(List::stream).distinct().toList();
      if (!meant.isEmpty()) {
        group.forEach(word -> all.put(normal(word), meant));
      }
    }
    return new ValueIndex(Map.copyOf(all));
  }

  /** The places of a text, whatever its case and marks. */
  public List<Value> find(String text) {
    return values.getOrDefault(normal(text), List.of());
  }

  /** Small letters and digits, one blank between words. */
  public static String normal(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  private static void read(
      Connection connection, DataSchema.Table table, String column, Map<String, List<Value>> into)
      throws SQLException {
    var name = ColumnStatistics.quoted(column);
    try (var statement = connection.createStatement()) {
      var rows =
          statement.executeQuery(
              "SELECT DISTINCT "
                  + name
                  + "::text FROM "
                  + place(table)
                  + " WHERE length("
                  + name
                  + "::text) BETWEEN 1 AND "
                  + LONGEST_VALUE
                  + " ORDER BY 1 LIMIT "
                  + MOST_VALUES);
      while (rows.next()) {
        var text = rows.getString(1);
        var key = normal(text);
        if (!key.isEmpty() && key.split(" ").length <= MOST_WORDS) {
          var value = new Value(table.name(), column, text);
          into.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
          sexes(key, column)
              .forEach(word -> into.computeIfAbsent(word, none -> new ArrayList<>()).add(value));
        }
      }
    }
  }

  /** What people say for the letters F and M in a column of sexes. */
  private static List<String> sexes(String key, String column) {
    if (!column.toLowerCase(Locale.ROOT).matches(".*(sex|gender).*")) {
      return List.of();
    }
    return switch (key) {
      case "f" -> List.of("female", "females", "woman", "women", "girl", "girls", "女");
      case "m" -> List.of("male", "males", "man", "men", "boy", "boys", "男");
      default -> List.of();
    };
  }

  private static String place(DataSchema.Table table) {
    var bare =
        table.name().startsWith(table.place() + ".")
            ? table.name().substring(table.place().length() + 1)
            : table.name();
    return ColumnStatistics.quoted(table.place()) + "." + ColumnStatistics.quoted(bare);
  }
}
