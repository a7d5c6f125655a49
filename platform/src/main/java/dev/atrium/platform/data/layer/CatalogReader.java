package dev.atrium.platform.data.layer;

import dev.atrium.spi.data.DataSchema.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what PostgreSQL's catalogue says about the tables that this role may read. */
final class CatalogReader {
  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, NULL), t.typcategory
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND (NOT ? OR n.nspname = current_schema())
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname, a.attnum
      """;
  private static final String CONSTRAINTS =
      """
      SELECT k.contype::text, n.nspname, c.relname,
        (SELECT string_agg(a.attname, E'\\n' ORDER BY o.position)
         FROM unnest(k.conkey) WITH ORDINALITY o(number, position)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = o.number),
        coalesce(fn.nspname, ''), coalesce(f.relname, ''),
        coalesce((SELECT string_agg(a.attname, E'\\n' ORDER BY o.position)
         FROM unnest(k.confkey) WITH ORDINALITY o(number, position)
         JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = o.number), '')
      FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_class f ON f.oid = k.confrelid
      LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype IN ('p', 'f', 'u')
      ORDER BY k.contype, n.nspname, c.relname, k.conname
      """;

  private CatalogReader() {}

  /** A column as the catalogue has it. */
  record RawColumn(String name, Kind kind) {}

  /** A table as the catalogue has it. */
  record RawTable(String place, String name, List<RawColumn> columns) {}

  /** A primary key ({@code p}), unique ({@code u}) or foreign ({@code f}) key. */
  record RawKey(
      String type,
      String place,
      String table,
      List<String> columns,
      String toPlace,
      String toTable,
      List<String> toColumns) {}

  /**
   * The tables in the order of their names.
   *
   * @param one whether only the session's schema counts
   */
  static List<RawTable> tables(Connection connection, boolean one) throws SQLException {
    Map<List<String>, List<RawColumn>> found = new LinkedHashMap<>();
    try (var statement = connection.prepareStatement(COLUMNS)) {
      statement.setBoolean(1, one);
      var rows = statement.executeQuery();
      while (rows.next()) {
        found
            .computeIfAbsent(
                List.of(rows.getString(1), rows.getString(2)), key -> new ArrayList<>())
            .add(new RawColumn(rows.getString(3), kind(rows.getString(4), rows.getString(5))));
      }
    }
    return found.entrySet().stream()
        .map(entry -> new RawTable(entry.getKey().get(0), entry.getKey().get(1), entry.getValue()))
        .toList();
  }

  static List<RawKey> keys(Connection connection) throws SQLException {
    var keys = new ArrayList<RawKey>();
    try (var statement = connection.createStatement()) {
      var rows = statement.executeQuery(CONSTRAINTS);
      while (rows.next()) {
        keys.add(
            new RawKey(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4).lines().toList(),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7).lines().toList()));
      }
    }
    return keys;
  }

  private static Kind kind(String type, String category) {
    if (type.equals("date")) {
      return Kind.DATE;
    }
    if (type.startsWith("timestamp")) {
      return Kind.TIMESTAMP;
    }
    return switch (category) {
      case "N" -> Kind.NUMBER;
      case "S" -> Kind.TEXT;
      case "B" -> Kind.BOOLEAN;
      case "E" -> Kind.TEXT;
      default -> Kind.OTHER;
    };
  }
}
