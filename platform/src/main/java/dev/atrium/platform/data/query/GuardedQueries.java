package dev.atrium.platform.data.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.QueryPlan;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs plans and admitted SQL against one database, read-only and within limits. */
public final class GuardedQueries {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_CELL = 2_000;

  private final ReadOnlyConnections connections;
  private final QueryLimits limits;
  private final DataSchema layer;
  private final PlanRenderer renderer;
  private final PlanWords words;
  private final SqlGuard guard;

  public GuardedQueries(ReadOnlyConnections connections, QueryLimits limits, DataSchema layer) {
    this.connections = connections;
    this.limits = limits;
    this.layer = layer;
    this.renderer = new PlanRenderer(layer);
    this.words = new PlanWords(layer);
    this.guard = new SqlGuard(layer);
  }

  /** Checks, renders and runs a plan. */
  public DataResult run(QueryPlan plan) {
    return run(sql(plan), words.say(plan));
  }

  /** The SQL of a plan after its check, with its values. */
  public String sql(QueryPlan plan) {
    PlanCheck.check(plan, layer);
    return PlanRenderer.dialect().renderInlined(renderer.render(plan));
  }

  /** Runs SQL text after its guard rewrote it. */
  public DataResult runSql(String sql) {
    return run(guard.admit(sql), "The model's own SQL, held to the layer's tables");
  }

  private DataResult run(String sql, String inWords) {
    return connections.lend(
        limits,
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path = ''");
          }
          checkCost(connection, sql);
          return read(connection, sql, inWords);
        });
  }

  private void checkCost(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var rows = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql);
      rows.next();
      var cost = JSON.readTree(rows.getString(1)).at("/0/Plan/Total Cost").asDouble();
      if (cost > limits.cost()) {
        throw AtriumException.caller(
            "query_too_costly",
            String.format(
                Locale.ROOT,
                "The query would read too much (cost %.0f, at most %.0f); ask for less.",
                cost,
                limits.cost()));
      }
    } catch (JsonProcessingException odd) {
      throw AtriumException.bug("explain_unreadable", "PostgreSQL's plan cannot be read.", odd);
    }
  }

  private DataResult read(Connection connection, String sql, String inWords) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setMaxRows(limits.rows() + 1);
      var found = statement.executeQuery(sql);
      var meta = found.getMetaData();
      var columns = columns(meta);
      var rows = new ArrayList<List<String>>();
      var more = false;
      while (found.next()) {
        if (rows.size() == limits.rows()) {
          more = true;
          break;
        }
        rows.add(row(found, columns));
      }
      return new DataResult(columns, rows, more, sql, inWords);
    }
  }

  private static List<DataResult.Column> columns(ResultSetMetaData meta) throws SQLException {
    var columns = new ArrayList<DataResult.Column>();
    for (int at = 1; at <= meta.getColumnCount(); at++) {
      columns.add(new DataResult.Column(meta.getColumnLabel(at), kind(meta.getColumnType(at))));
    }
    return columns;
  }

  private static Kind kind(int type) {
    return switch (type) {
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE ->
          Kind.NUMBER;
      case Types.DATE -> Kind.DATE;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP;
      case Types.BIT, Types.BOOLEAN -> Kind.BOOLEAN;
      case Types.VARCHAR, Types.CHAR -> Kind.TEXT;
      default -> Kind.OTHER;
    };
  }

  private static List<String> row(ResultSet found, List<DataResult.Column> columns)
      throws SQLException {
    var row = new ArrayList<String>();
    for (int at = 1; at <= columns.size(); at++) {
      row.add(cell(found, at, columns.get(at - 1).kind()));
    }
    return row;
  }

  private static String cell(ResultSet found, int at, Kind kind) throws SQLException {
    var text = found.getString(at);
    if (text == null) {
      return "";
    }
    if (kind == Kind.NUMBER) {
      return number(text);
    }
    return text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + "…" : text;
  }

  /** Without needless zeros; averages to six digits. */
  private static String number(String text) {
    try {
      var number = new BigDecimal(text);
      var shortened =
          number.scale() > 6 ? number.setScale(6, java.math.RoundingMode.HALF_UP) : number;
      return shortened.signum() == 0 ? "0" : shortened.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException special) {
      return text;
    }
  }
}
