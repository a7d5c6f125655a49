package dev.atrium.platform.data.layer;

import dev.atrium.platform.data.layer.CatalogReader.RawColumn;
import dev.atrium.platform.data.layer.CatalogReader.RawTable;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Column;
import dev.atrium.spi.data.DataSchema.Join;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.DataSchema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drafts a semantic layer from a database alone: labels from names, joins from foreign keys and
 * from names that the values confirm, roles from types and statistics.
 */
public final class LayerDrafter {
  private static final ColumnStatistics.Found NOTHING =
      new ColumnStatistics.Found(0, true, List.of());
  private static final Set<String> TITLES = Set.of("name", "title", "label");

  private final Connection connection;
  private final ColumnStatistics statistics;
  private final Names names = new Names();
  private final Map<RawTable, List<String>> keys = new HashMap<>();
  private final Map<RawTable, String> tableNames = new LinkedHashMap<>();
  private final Set<List<String>> unique = new java.util.HashSet<>();

  private LayerDrafter(Connection connection) {
    this.connection = connection;
    this.statistics = new ColumnStatistics(connection);
  }

  /**
   * Drafts the layer of what the connection's role may read.
   *
   * @param oneSchema whether only the session's schema counts
   */
  public static DataSchema draft(Connection connection, String name, boolean oneSchema)
      throws SQLException {
    return new LayerDrafter(connection).draft(name, oneSchema);
  }

  private DataSchema draft(String name, boolean oneSchema) throws SQLException {
    var raw = CatalogReader.tables(connection, oneSchema);
    raw.forEach(this::learn);
    var declared = CatalogReader.keys(connection);
    for (var key : declared) {
      if (!key.type().equals("f") && key.columns().size() == 1) {
        unique.add(List.of(key.place(), key.table(), key.columns().getFirst()));
      }
      if (key.type().equals("p")) {
        table(key.place(), key.table()).ifPresent(table -> keys.put(table, key.columns()));
      }
    }
    var tables = new ArrayList<Table>();
    for (var table : raw) {
      tables.add(table(table));
    }
    var joins = new JoinFinder(statistics, tableNames, keys).find(declared);
    return new DataSchema(name, tables.stream().map(one -> withKeys(one, joins)).toList(), joins);
  }

  private void learn(RawTable table) {
    var taken = tableNames.containsValue(table.name());
    tableNames.put(table, taken ? table.place() + "." + table.name() : table.name());
    names.learn(table.name());
    table.columns().forEach(column -> names.learn(column.name()));
  }

  private java.util.Optional<RawTable> table(String place, String name) {
    return tableNames.keySet().stream()
        .filter(one -> one.place().equals(place) && one.name().equals(name))
        .findFirst();
  }

  private Table table(RawTable raw) throws SQLException {
    var rows = statistics.rows(raw);
    var found = new LinkedHashMap<RawColumn, ColumnStatistics.Found>();
    for (var column : raw.columns()) {
      found.put(column, statistics.column(raw, column));
    }
    var key = keys.computeIfAbsent(raw, none -> guessKey(raw, rows, found));
    var columns =
        raw.columns().stream()
            .map(one -> column(raw, one, found.getOrDefault(one, NOTHING), key, rows))
            .toList();
    return new Table(
        tableNames.getOrDefault(raw, raw.name()),
        raw.place(),
        names.words(raw.name()),
        List.of(),
        rows,
        key,
        columns);
  }

  /** Without a declared key: an identifying column by its name, if its values are all different. */
  private List<String> guessKey(
      RawTable raw, long rows, Map<RawColumn, ColumnStatistics.Found> found) {
    return raw.columns().stream()
        .filter(column -> rows > 0 && found.getOrDefault(column, NOTHING).distinct() == rows)
        .filter(column -> !found.getOrDefault(column, NOTHING).absent())
        .map(RawColumn::name)
        .filter(name -> isIdentifier(names.words(name)))
        .limit(1)
        .toList();
  }

  private Column column(
      RawTable raw, RawColumn column, ColumnStatistics.Found found, List<String> key, long rows) {
    var label = names.words(column.name());
    var isKey =
        key.equals(List.of(column.name()))
            || unique.contains(List.of(raw.place(), raw.name(), column.name()))
                && isIdentifier(label)
            || isIdentifier(label);
    var role = isKey ? Role.KEY : role(column.kind(), label);
    return new Column(
        column.name(), label, column.kind(), role, List.of(), found.distinct(), found.samples());
  }

  private static Role role(Kind kind, String label) {
    var last = label.substring(label.lastIndexOf(' ') + 1);
    if (kind == Kind.TEXT && TITLES.contains(last)) {
      return Role.TITLE;
    }
    return kind == Kind.NUMBER && !last.equals("year") ? Role.MEASURE : Role.DIMENSION;
  }

  private static boolean isIdentifier(String label) {
    return label.equals("id") || label.endsWith(" id") || label.endsWith("uuid");
  }

  /** A column that joins identifies rows, whatever its name. */
  private static Table withKeys(Table table, List<Join> joins) {
    var columns =
        table.columns().stream()
            .map(column -> joined(table, column, joins) ? asKey(column) : column)
            .toList();
    return new Table(
        table.name(),
        table.place(),
        table.label(),
        table.synonyms(),
        table.rows(),
        table.key(),
        columns);
  }

  private static boolean joined(Table table, Column column, List<Join> joins) {
    return column.kind() == Kind.NUMBER
        && joins.stream()
            .anyMatch(
                join -> join.table().equals(table.name()) && join.column().equals(column.name()));
  }

  private static Column asKey(Column column) {
    return new Column(
        column.name(),
        column.label(),
        column.kind(),
        Role.KEY,
        column.synonyms(),
        column.distinct(),
        column.samples());
  }
}
