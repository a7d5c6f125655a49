package dev.atrium.platform.metering;

import dev.atrium.platform.database.DatabaseAddress;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Empties the ledger between tests, as a superuser with its triggers off. */
final class LedgerReset {
  private LedgerReset() {}

  static void empty(DatabaseAddress address) {
    var url =
        "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
    try (var owner = DriverManager.getConnection(url, address.owner(), address.password());
        var statement = owner.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      statement.execute("DELETE FROM atrium.ledger");
      statement.execute("DELETE FROM atrium.usage_hour");
      statement.execute("DELETE FROM atrium.idempotency_claim");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
