package dev.atrium.platform.data.layer;

import dev.atrium.platform.data.layer.CatalogReader.RawColumn;
import dev.atrium.platform.data.layer.CatalogReader.RawTable;
import dev.atrium.spi.data.DataSchema.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts what is in tables: rows, different values, and some of the commonest. */
final class ColumnStatistics {
  /** Beyond this many rows a sample of the table stands for it. */
  private static final long COUNTED_ROWS = 200_000;

  private static final int SAMPLES = 8;
  private static final int LONGEST_SAMPLE = 60;

  private final Connection connection;

  ColumnStatistics(Connection connection) {
    this.connection = connection;
  }

  /** What a column holds. */
  record Found(long distinct, boolean absent, List<String> samples) {}

  long rows(RawTable table) throws SQLException {
    try (var statement = connection.createStatement()) {
      var found =
          statement.executeQuery(
              "SELECT count(*) FROM (SELECT 1 FROM "
                  + quoted(table)
                  + " LIMIT "
                  + COUNTED_ROWS
                  + ") AS counted");
      found.next();
      var counted = found.getLong(1);
      return counted < COUNTED_ROWS ? counted : Math.max(counted, estimate(table));
    }
  }

  Found column(RawTable table, RawColumn column) throws SQLException {
    if (column.kind() == Kind.OTHER) {
      return new Found(0, true, List.of());
    }
    var name = quoted(column.name());
    var some =
        "(SELECT " + name + " FROM " + quoted(table) + " LIMIT " + COUNTED_ROWS + ") AS part";
    try (var statement = connection.createStatement()) {
      var counted =
          statement.executeQuery(
              "SELECT count(DISTINCT " + name + "), count(*) > count(" + name + ") FROM " + some);
      counted.next();
      return new Found(counted.getLong(1), counted.getBoolean(2), samples(name, some));
    }
  }

  /** The share of a column's values that another column has too; 1 if it has no values. */
  double share(RawTable table, String column, RawTable in, String inColumn) throws SQLException {
    try (var statement = connection.createStatement()) {
      var found =
          statement.executeQuery(
              "SELECT coalesce(avg(CASE WHEN EXISTS (SELECT 1 FROM "
                  + quoted(in)
                  + " AS other WHERE other."
                  + quoted(inColumn)
                  + " = part.value) THEN 1.0 ELSE 0.0 END), 1) FROM (SELECT DISTINCT "
                  + quoted(column)
                  + " AS value FROM "
                  + quoted(table)
                  + " WHERE "
                  + quoted(column)
                  + " IS NOT NULL LIMIT 500) AS part");
      found.next();
      return found.getDouble(1);
    }
  }

  private long estimate(RawTable table) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = ?::regclass")) {
      statement.setString(1, quoted(table));
      var found = statement.executeQuery();
      return found.next() ? found.getLong(1) : 0;
    }
  }

  private List<String> samples(String name, String some) throws SQLException {
    var samples = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      var found =
          statement.executeQuery(
              "SELECT left(%1$s::text, %2$d) FROM %3$s WHERE %1$s IS NOT NULL GROUP BY %1$s ORDER BY count(*) DESC, %1$s LIMIT %4$d"
                  .formatted(name, LONGEST_SAMPLE, some, SAMPLES));
      while (found.next()) {
        samples.add(found.getString(1));
      }
    }
    return samples;
  }

  static String quoted(RawTable table) {
    return quoted(table.place()) + "." + quoted(table.name());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
