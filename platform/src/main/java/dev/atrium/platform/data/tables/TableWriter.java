package dev.atrium.platform.data.tables;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** Makes a table anew in a schema and fills it, within the connection's transaction. */
record TableWriter(Connection owner, String schema) {
  void write(TypedTable table) throws SQLException {
    var name = schema + "." + quoted(table.name());
    execute("DROP TABLE IF EXISTS " + name + " CASCADE");
    execute("CREATE TABLE " + name + " (" + columns(table) + ")");
    try {
      owner
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + name + " FROM STDIN (FORMAT csv)", new StringReader(csv(table)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    execute("ANALYZE " + name);
  }

  private static String columns(TypedTable table) {
    return table.columns().stream()
        .map(column -> column(table, column))
        .collect(Collectors.joining(", "));
  }

  private static String column(TypedTable table, TypedTable.Column column) {
    var key = table.key().filter(column.name()::equals).isPresent() ? " PRIMARY KEY" : "";
    return quoted(column.name()) + " " + column.type().sql() + key;
  }

  private static String csv(TypedTable table) {
    var text = new StringBuilder();
    for (var row : table.rows()) {
      for (int at = 0; at < row.size(); at++) {
        text.append(at == 0 ? "" : ",").append(cell(row.get(at)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** An empty cell stays without quotes: it is absent. */
  private static String cell(String value) {
    return value.isEmpty() ? "" : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private void execute(String sql) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
