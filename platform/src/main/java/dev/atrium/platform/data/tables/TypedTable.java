package dev.atrium.platform.data.tables;

import dev.atrium.platform.csv.CsvReader;
import dev.atrium.platform.failure.AtriumException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table as it is going to be stored: its columns with their types, and the rows that fit them.
 *
 * @param key the column that identifies rows, if one does
 * @param rows as many cells as columns; empty cells are absent values
 */
record TypedTable(
    String name,
    List<Column> columns,
    Optional<String> key,
    List<List<String>> rows,
    LoadReport report) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern ODD = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Columns that hold codes, whatever most of them look like. */
  private static final Pattern CODES =
      Pattern.compile("(.*_)?(code|zip|phone|fax|postal|extension|number|no)");

  private static final int MOST_COLUMNS = 200;
  private static final int LONGEST_NAME = 63;

  /** Of the cells of a column, how many decide its type. */
  private static final double MOST_CELLS = 0.8;

  /** A column with the type that most of its cells have. */
  record Column(String name, ColumnType type) {}

  /**
   * Reads a table in UTF-8 with a header. Rows of another length, with a cell that is not of its
   * column's type, or that repeat the key are left out and reported.
   *
   * @throws AtriumException CALLER if there is no table in it
   */
  static TypedTable read(String name, byte[] csv) {
    requireName("table", name);
    try (var reader = CsvReader.of(csv)) {
      var names = reader.columns().stream().map(TypedTable::columnName).toList();
      requireColumns(name, names);
      var rows = new ArrayList<CsvReader.Row>();
      for (var row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
      return new Sorting(name, names, rows).sort();
    }
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw AtriumException.caller(
          "invalid_table_name",
          "\"%s\" is no name for a %s: letters, digits and _, the first no digit, %d bytes."
              .formatted(name.substring(0, Math.min(80, name.length())), what, LONGEST_NAME));
    }
  }

  private static void requireColumns(String table, List<String> names) {
    if (names.isEmpty() || names.size() > MOST_COLUMNS) {
      throw AtriumException.caller(
          "invalid_table", "The table %s needs 1 to %d columns.".formatted(table, MOST_COLUMNS));
    }
    var seen = new HashSet<String>();
    for (var name : names) {
      requireName("column", name);
      if (!seen.add(name)) {
        throw AtriumException.caller(
            "invalid_table", "The table %s has two columns called %s.".formatted(table, name));
      }
    }
  }

  /** Small letters; what is neither letter nor digit becomes an underscore. */
  private static String columnName(String header) {
    return ODD.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceAll("_");
  }

  /** Tells good rows from bad ones. Used once. */
  private static final class Sorting {
    private final String name;
    private final List<String> names;
    private final List<CsvReader.Row> all;
    private final List<List<String>> good = new ArrayList<>();
    private final List<LoadReport.Problem> problems = new ArrayList<>();
    private final Map<String, Long> keys = new HashMap<>();

    Sorting(String name, List<String> names, List<CsvReader.Row> all) {
      this.name = name;
      this.names = names;
      this.all = all;
    }

    TypedTable sort() {
      var whole = all.stream().filter(row -> row.cells().size() == names.size()).toList();
      var columns = new ArrayList<Column>();
      for (int at = 0; at < names.size(); at++) {
        columns.add(new Column(names.get(at), type(whole, at)));
      }
      var key = key(whole);
      for (var row : all) {
        var problem = problem(row, columns, key);
        if (problem.isPresent()) {
          problems.add(new LoadReport.Problem(row.line(), problem.get()));
        } else {
          good.add(names.stream().map(one -> row.cell(names.indexOf(one))).toList());
        }
      }
      return new TypedTable(
          name,
          List.copyOf(columns),
          key.map(names::get),
          List.copyOf(good),
          LoadReport.of(name, good.size(), problems));
    }

    /** The type that most cells have, the narrowest of those; text if no type has enough. */
    private ColumnType type(List<CsvReader.Row> whole, int at) {
      var cells = whole.stream().map(row -> row.cell(at)).filter(cell -> !cell.isEmpty()).toList();
      var needed = CODES.matcher(names.get(at)).matches() ? 1 : MOST_CELLS;
      var best = ColumnType.TEXT;
      long most = 0;
      for (var type : ColumnType.values()) {
        var fitting = cells.stream().filter(type::fits).count();
        if (type != ColumnType.TEXT && fitting > most && fitting >= needed * cells.size()) {
          best = type;
          most = fitting;
        }
      }
      return best;
    }

    /** The column that is called after the table's rows, if its values tell them apart. */
    private Optional<Integer> key(List<CsvReader.Row> whole) {
      var one = name.endsWith("ies") ? name.replaceAll("ies$", "y") : name.replaceAll("s$", "");
      for (var candidate : List.of("id", name + "_id", one + "_id", name + "id", one + "id")) {
        var at = names.indexOf(candidate);
        var values = whole.stream().map(row -> row.cell(Math.max(0, at))).distinct().count();
        if (at >= 0 && values >= MOST_CELLS * whole.size()) {
          return Optional.of(at);
        }
      }
      return Optional.empty();
    }

    private Optional<String> problem(
        CsvReader.Row row, List<Column> columns, Optional<Integer> key) {
      if (row.cells().size() != names.size()) {
        return Optional.of(
            "has %d cells instead of %d".formatted(row.cells().size(), names.size()));
      }
      for (int at = 0; at < columns.size(); at++) {
        var cell = row.cell(at);
        if (cell.indexOf('\0') >= 0) {
          return Optional.of("%s holds a NUL character".formatted(names.get(at)));
        }
        if (!cell.isEmpty() && !columns.get(at).type().fits(cell)) {
          return Optional.of(
              "%s is not %s".formatted(names.get(at), columns.get(at).type().words()));
        }
      }
      return key.flatMap(at -> repeated(names.get(at), row.cell(at), row.line()));
    }

    private Optional<String> repeated(String column, String value, long line) {
      if (value.isEmpty()) {
        return Optional.of("%s is empty".formatted(column));
      }
      var earlier = keys.putIfAbsent(value, line);
      return earlier == null
          ? Optional.empty()
          : Optional.of("%s repeats that of line %d".formatted(column, earlier));
    }
  }
}
