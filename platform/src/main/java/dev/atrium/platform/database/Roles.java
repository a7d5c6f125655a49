package dev.atrium.platform.database;

import dev.atrium.platform.database.DatabaseAccess.Login;
import dev.atrium.platform.failure.AtriumException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.PGConnection;

/**
 * The login roles of one database. They are named after it, because roles belong to the whole
 * server and two installations may share one. Their passwords are derived from the owner's, so that
 * every node of an installation knows them and none is stored.
 */
final class Roles {
  private static final int LONGEST_PREFIX = 48;

  private final Connection owner;
  private final DatabaseAddress address;

  Roles(Connection owner, DatabaseAddress address) {
    this.owner = owner;
    this.address = address;
  }

  Login create(String purpose) throws SQLException {
    var database = address.database();
    var prefix = database.substring(0, Math.min(LONGEST_PREFIX, database.length()));
    var login = new Login(prefix + "_" + purpose, derivedPassword(address, purpose));
    create(login);
    return login;
  }

  /** Makes a role unless it is there, and gives it its password. */
  void create(Login login) throws SQLException {
    if (!exists(login.role())) {
      Migrations.execute(owner, "CREATE ROLE " + quoted(login) + " LOGIN");
    }
    owner
        .unwrap(PGConnection.class)
        .alterUserPassword(login.role(), login.password().toCharArray(), "scram-sha-256");
  }

  String quoted(Login login) throws SQLException {
    return quote(owner, login.role());
  }

  static String quote(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement("SELECT quote_ident(?)")) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private boolean exists(String role) throws SQLException {
    try (var query =
        owner.prepareStatement("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ?")) {
      query.setString(1, role);
      try (var row = query.executeQuery()) {
        var exists = row.next();
        if (exists && row.getBoolean(1)) {
          throw AtriumException.outside(
              "database_role_too_strong",
              "The database role "
                  + role
                  + " can bypass row-level security; take that right away.");
        }
        return exists;
      }
    }
  }

  static String derivedPassword(DatabaseAddress address, String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes("atrium:" + address.password()), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(address.database() + ":" + purpose)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
