package dev.atrium.platform.data.layer;

import dev.atrium.platform.data.layer.CatalogReader.RawColumn;
import dev.atrium.platform.data.layer.CatalogReader.RawKey;
import dev.atrium.platform.data.layer.CatalogReader.RawTable;
import dev.atrium.spi.data.DataSchema.Join;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds how tables join: declared foreign keys, then names, which the values must confirm. */
final class JoinFinder {
  private static final double CONFIRMED = 0.6;
  private static final int SHORTEST_NAME = 3;

  private final ColumnStatistics statistics;
  private final Map<RawTable, String> names;
  private final Map<RawTable, List<String>> keys;
  private final List<Join> joins = new ArrayList<>();

  JoinFinder(
      ColumnStatistics statistics, Map<RawTable, String> names, Map<RawTable, List<String>> keys) {
    this.statistics = statistics;
    this.names = names;
    this.keys = keys;
  }

  List<Join> find(List<RawKey> declared) throws SQLException {
    for (var key : declared) {
      if (key.type().equals("f") && key.columns().size() == 1) {
        declare(key);
      }
    }
    for (var table : names.keySet()) {
      for (var column : table.columns()) {
        if (!joins(table, column.name())) {
          guess(table, column);
        }
      }
    }
    return List.copyOf(joins);
  }

  private void declare(RawKey key) {
    var from = table(key.place(), key.table());
    var to = table(key.toPlace(), key.toTable());
    if (from.isPresent() && to.isPresent()) {
      add(from.get(), key.columns().getFirst(), to.get(), key.toColumns().getFirst());
    }
  }

  private void guess(RawTable table, RawColumn column) throws SQLException {
    if (keys.getOrDefault(table, List.of()).equals(List.of(column.name()))
        && !namesAnother(table, column)) {
      return;
    }
    for (var target : names.keySet()) {
      var key = keys.getOrDefault(target, List.of());
      if (target.equals(table)
          || key.size() != 1
          || !refers(column.name(), target, key.getFirst())) {
        continue;
      }
      var sameKind =
          target.columns().stream()
              .anyMatch(one -> one.name().equals(key.getFirst()) && one.kind() == column.kind());
      if (sameKind && statistics.share(table, column.name(), target, key.getFirst()) >= CONFIRMED) {
        add(table, column.name(), target, key.getFirst());
        return;
      }
    }
  }

  /** Whether a key column is named after another table, as in a one-to-one extension. */
  private boolean namesAnother(RawTable table, RawColumn column) {
    var own = Names.singular(plain(table.name()));
    return !plain(column.name()).equals("id") && !plain(column.name()).startsWith(own);
  }

  private static boolean refers(String column, RawTable target, String key) {
    var name = plain(column);
    var bare = plain(key);
    var noun = Names.singular(plain(target.name()));
    if (bare.equals("id") || bare.length() < SHORTEST_NAME) {
      return name.equals(noun + bare) || name.equals(noun);
    }
    return name.equals(bare)
        || name.equals(noun + bare)
        || name.endsWith(bare) && bare.endsWith("id");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private boolean joins(RawTable table, String column) {
    var name = names.get(table);
    return joins.stream().anyMatch(one -> one.table().equals(name) && one.column().equals(column));
  }

  private Optional<RawTable> table(String place, String name) {
    return names.keySet().stream()
        .filter(one -> one.place().equals(place) && one.name().equals(name))
        .findFirst();
  }

  private void add(RawTable from, String column, RawTable to, String toColumn) {
    var fromName = names.get(from);
    var toName = names.get(to);
    if (fromName != null && toName != null) {
      joins.add(new Join(fromName, column, toName, toColumn));
    }
  }
}
