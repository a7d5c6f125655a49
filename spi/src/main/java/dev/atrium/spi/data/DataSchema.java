package dev.atrium.spi.data;

import java.util.List;
import java.util.Optional;

/**
 * A source's semantic layer: its tables with the words people use for them, and how they join.
 *
 * @param name of the source within its tenant
 */
public record DataSchema(String name, List<Table> tables, List<Join> joins) {
  public DataSchema {
    tables = List.copyOf(tables);
    joins = List.copyOf(joins);
  }

  public Optional<Table> table(String table) {
    return tables.stream().filter(one -> one.name().equals(table)).findFirst();
  }

  /**
   * A table or view.
   *
   * @param name unique within the source
   * @param place the schema that holds it in the database
   * @param label how people call one row's kind, in plain words
   * @param rows about how many rows it has
   * @param key the columns that identify a row; empty if unknown
   */
  public record Table(
      String name,
      String place,
      String label,
      List<String> synonyms,
      long rows,
      List<String> key,
      List<Column> columns) {
    public Table {
      synonyms = List.copyOf(synonyms);
      key = List.copyOf(key);
      columns = List.copyOf(columns);
    }

    public Optional<Column> column(String column) {
      return columns.stream().filter(one -> one.name().equals(column)).findFirst();
    }
  }

  /**
   * A column.
   *
   * @param distinct about how many different values it has
   * @param samples a few of its values
   */
  public record Column(
      String name,
      String label,
      Kind kind,
      Role role,
      List<String> synonyms,
      long distinct,
      List<String> samples) {
    public Column {
      synonyms = List.copyOf(synonyms);
      samples = List.copyOf(samples);
    }
  }

  /** A column that holds another table's column. */
  public record Join(String table, String column, String toTable, String toColumn) {}

  /** What values a column holds. */
  public enum Kind {
    NUMBER,
    TEXT,
    DATE,
    TIMESTAMP,
    BOOLEAN,
    OTHER
  }

  /** What a column is for. */
  public enum Role {
    /** Identifies rows; sums and averages of it mean nothing. */
    KEY,
    /** A number to sum up, average or compare. */
    MEASURE,
    /** A measure that is meant as its sum unless more is said, such as revenue. */
    TOTAL,
    /** Something to group and filter by. */
    DIMENSION,
    /** What a row is called. */
    TITLE
  }
}
