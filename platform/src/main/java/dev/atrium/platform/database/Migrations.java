package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the present schema as its owner, and makes the two roles the node works
 * with. Any number of nodes may do so at once. Blocks.
 */
public final class Migrations {
  static final String SCHEMA = "atrium";
  private static final int OLDEST_SERVER = 140000;
  private static final long BOOTSTRAP_LOCK = 0x41747269756dL;

  private Migrations() {}

  /**
   * Migrates and returns the way in for the running node.
   *
   * @throws AtriumException {@code database_unavailable}, {@code database_too_old}, {@code
   *     database_role_too_strong}, {@code database_not_migrated}
   */
  public static DatabaseAccess migrate(DatabaseAddress address) {
    try (var owner = connect(address)) {
      requireServer(owner);
      execute(owner, "SELECT pg_advisory_lock(" + BOOTSTRAP_LOCK + ")");
      var roles = new Roles(owner, address);
      var application = roles.create("app");
      var operator = roles.create("operator");
      flyway(address, roles.quoted(application), roles.quoted(operator));
      return new DatabaseAccess(address, application, operator, scopeSecret(owner));
    } catch (SQLException failure) {
      throw unavailable(address, failure);
    } catch (FlywayException failure) {
      throw AtriumException.outside(
          "database_not_migrated",
          "The database " + address + " could not be migrated: " + failure.getMessage(),
          failure);
    }
  }

  /** Creates the address's database on its server unless it is there. */
  static void createDatabase(DatabaseAddress address) {
    var maintenance =
        new DatabaseAddress(
            address.host(),
            address.port(),
            "postgres",
            address.owner(),
            address.password(),
            address.query());
    try (var owner = connect(maintenance);
        var query = owner.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, address.database());
      try (var found = query.executeQuery()) {
        if (!found.next()) {
          execute(owner, "CREATE DATABASE " + Roles.quote(owner, address.database()));
        }
      }
    } catch (SQLException failure) {
      throw unavailable(address, failure);
    }
  }

  static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.jdbcProperties());
  }

  private static void requireServer(Connection owner) throws SQLException {
    try (var statement = owner.createStatement();
        var version = statement.executeQuery("SHOW server_version_num")) {
      version.next();
      if (version.getInt(1) < OLDEST_SERVER) {
        throw AtriumException.outside(
            "database_too_old", "Atrium needs PostgreSQL 14 or newer; this one is older.");
      }
    }
  }

  private static void flyway(DatabaseAddress address, String application, String operator) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(address.jdbcUrl(), address.owner(), address.password())
        .schemas(SCHEMA)
        .locations("classpath:db/migration")
        // what was written side by side may come in any order
        .outOfOrder(true)
        .placeholders(Map.of("app", application, "operator", operator))
        .load()
        .migrate();
  }

  private static byte[] scopeSecret(Connection owner) throws SQLException {
    try (var statement = owner.createStatement();
        var row = statement.executeQuery("SELECT secret FROM atrium.scope_secret")) {
      row.next();
      return row.getBytes(1);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static AtriumException unavailable(DatabaseAddress address, SQLException failure) {
    return AtriumException.outside(
        "database_unavailable",
        "Cannot work with the database " + address + ": " + failure.getMessage(),
        failure);
  }
}
