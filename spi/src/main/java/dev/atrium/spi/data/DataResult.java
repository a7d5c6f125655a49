package dev.atrium.spi.data;

import java.util.List;

/**
 * What a plan came to.
 *
 * @param rows values as text, in the order of the columns; an absent value is an empty text
 * @param truncated whether the row limit cut it off
 * @param sql what was run, with its values, for people
 * @param planInWords the plan in a sentence
 */
public record DataResult(
    List<Column> columns,
    List<List<String>> rows,
    boolean truncated,
    String sql,
    String planInWords) {
  public DataResult {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** A column of the answer. */
  public record Column(String name, DataSchema.Kind kind) {}
}
