package dev.atrium.platform.data.query;

import dev.atrium.platform.failure.AtriumException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Lends connections to a database within a read-only transaction that is always rolled back. */
public final class ReadOnlyConnections {
  private static final String CONNECT_SECONDS = "10";

  private final String jdbcUrl;
  private final Properties properties;

  /**
   * @param properties with {@code user} and {@code password}; never logged
   */
  public ReadOnlyConnections(String jdbcUrl, Properties properties) {
    this.jdbcUrl = jdbcUrl;
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.properties.putIfAbsent("connectTimeout", CONNECT_SECONDS);
    this.properties.putIfAbsent("loginTimeout", CONNECT_SECONDS);
    this.properties.put("readOnly", "true");
  }

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Lends a connection.
   *
   * @throws AtriumException {@code data_unavailable} (OUTSIDE) if the database is away, {@code
   *     query_too_slow} or {@code query_failed} (CALLER) if it gives up
   */
  public <T> T lend(QueryLimits limits, Work<T> work) {
    try (var connection = DriverManager.getConnection(jdbcUrl, properties)) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SET LOCAL statement_timeout = " + limits.time().toMillis());
        // a backslash in a text must mean itself, as the renderer takes it
        statement.execute("SET LOCAL standard_conforming_strings = on");
        statement.execute("SET LOCAL lock_timeout = " + limits.time().toMillis());
      }
      try {
        return work.with(connection);
      } finally {
        connection.rollback();
      }
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  private static AtriumException translated(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    if (state.equals("57014")) {
      return AtriumException.caller("query_too_slow", "The query took longer than it may.");
    }
    if (state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("28")
        || state.startsWith("53")) {
      return AtriumException.outside(
          "data_unavailable", "The data source does not answer now; try again later.", failure);
    }
    if (state.equals("42P01") || state.equals("42703")) {
      return AtriumException.outside(
          "data_changed",
          "The data source changed: it no longer has what its semantic layer names.",
          failure);
    }
    return AtriumException.outside(
        "query_failed", "The data source refused the query (" + state + ").", failure);
  }
}
