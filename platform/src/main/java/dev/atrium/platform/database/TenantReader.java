package dev.atrium.platform.database;

import dev.atrium.platform.database.DatabaseAccess.Login;
import dev.atrium.platform.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The place of a tenant's own tables in a database, and the role that may read them alone. Both
 * follow from the tenant's id.
 *
 * @param schema of the tables
 */
public record TenantReader(String schema, Login login) {
  private static final int CONNECTIONS = 32;
  private static final int LONGEST_PREFIX = 24;
  private static final int HASH_DIGITS = 24;

  public static TenantReader of(DatabaseAddress address, TenantId tenant) {
    var purpose = "data_" + hash(address.database() + "/" + tenant.value());
    var prefix =
        address.database().substring(0, Math.min(LONGEST_PREFIX, address.database().length()));
    // no id holds an underscore, so no two tenants share a schema
    var schema = "data_" + tenant.value().replace('-', '_').toLowerCase(Locale.ROOT);
    return new TenantReader(
        schema, new Login(prefix + "_" + purpose, Roles.derivedPassword(address, purpose)));
  }

  /** Makes schema and role unless they are there; the connection is the owner's. */
  public void create(Connection owner, DatabaseAddress address) throws SQLException {
    var roles = new Roles(owner, address);
    roles.create(login);
    var role = roles.quoted(login);
    Migrations.execute(owner, "CREATE SCHEMA IF NOT EXISTS " + schema);
    Migrations.execute(owner, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    Migrations.execute(owner, "ALTER ROLE " + role + " CONNECTION LIMIT " + CONNECTIONS);
    Migrations.execute(owner, "ALTER ROLE " + role + " SET default_transaction_read_only = on");
  }

  /** Lets the role read what the schema holds now. */
  public void grant(Connection owner) throws SQLException {
    Migrations.execute(
        owner,
        "GRANT SELECT ON ALL TABLES IN SCHEMA "
            + schema
            + " TO "
            + Roles.quote(owner, login.role()));
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
