package dev.atrium.platform.data.tables;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.DataSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the words that people gave tables when the tables change. */
final class OwnLayers {
  private OwnLayers() {}

  /** A layer that somebody wrote, set onto the tables that are there. */
  static DataSchema fitted(DataSchema layer, DataSchema drafted) {
    var problems = new ArrayList<String>();
    var tables = new ArrayList<DataSchema.Table>();
    for (var table : layer.tables()) {
      var there = drafted.table(table.name());
      if (there.isEmpty()) {
        problems.add("there is no table " + table.name());
      }
      there.ifPresent(
          one -> {
            table.columns().stream()
                .filter(column -> one.column(column.name()).isEmpty())
                .forEach(
                    column ->
                        problems.add("%s has no column %s".formatted(table.name(), column.name())));
            tables.add(placed(table, one.place()));
          });
    }
    if (!problems.isEmpty()) {
      throw AtriumException.caller(
          "invalid_layer", "The semantic layer does not fit: " + String.join("; ", problems) + ".");
    }
    return new DataSchema(layer.name(), tables, layer.joins());
  }

  private static DataSchema.Table placed(DataSchema.Table table, String place) {
    return new DataSchema.Table(
        table.name(),
        place,
        table.label(),
        table.synonyms(),
        table.rows(),
        table.key(),
        table.columns());
  }

  /** What was there keeps its words; what came now is drafted. */
  static DataSchema merged(Optional<DataSchema> earlier, DataSchema drafted, Set<String> loaded) {
    if (earlier.isEmpty()) {
      return drafted;
    }
    var tables = new ArrayList<DataSchema.Table>();
    earlier.get().tables().stream()
        .filter(table -> !loaded.contains(table.name()))
        .forEach(tables::add);
    drafted.tables().stream()
        .filter(table -> loaded.contains(table.name()))
        .map(
            table -> earlier.get().table(table.name()).map(old -> worded(table, old)).orElse(table))
        .forEach(tables::add);
    var joins =
        drafted.joins().stream()
            .filter(join -> loaded.contains(join.table()) || loaded.contains(join.toTable()))
            .filter(join -> !earlier.get().joins().contains(join));
    var all = new ArrayList<>(earlier.get().joins());
    joins.forEach(all::add);
    var next = new DataSchema(earlier.get().name(), tables, List.of());
    all.removeIf(join -> !stands(next, join.table(), join.column()));
    all.removeIf(join -> !stands(next, join.toTable(), join.toColumn()));
    return new DataSchema(next.name(), tables, all);
  }

  private static boolean stands(DataSchema layer, String table, String column) {
    return layer.table(table).flatMap(one -> one.column(column)).isPresent();
  }

  /** A table that came again keeps the words that people gave it and its columns. */
  private static DataSchema.Table worded(DataSchema.Table table, DataSchema.Table old) {
    var columns =
        table.columns().stream()
            .map(column -> old.column(column.name()).map(one -> worded(column, one)).orElse(column))
            .toList();
    return new DataSchema.Table(
        table.name(),
        table.place(),
        old.label(),
        old.synonyms(),
        table.rows(),
        table.key(),
        columns);
  }

  private static DataSchema.Column worded(DataSchema.Column column, DataSchema.Column old) {
    return new DataSchema.Column(
        column.name(),
        old.label(),
        column.kind(),
        column.kind() == old.kind() ? old.role() : column.role(),
        old.synonyms(),
        column.distinct(),
        column.samples());
  }
}
