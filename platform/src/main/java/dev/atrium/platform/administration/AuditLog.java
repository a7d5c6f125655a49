package dev.atrium.platform.administration;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit log in the database. Any thread. */
public final class AuditLog {
  private static final String READ =
      """
      SELECT place, coalesce(tenant, '') AS tenant,
        to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS happened_at,
        actor, action, target, detail, encode(hash, 'hex') AS hash
      FROM audit_log WHERE place > $1 ORDER BY place LIMIT $2
      """;

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  /** Adds an entry within the transaction of what it tells. */
  static Future<Void> append(
      SqlConnection connection, Deed deed, Optional<TenantId> tenant, String target) {
    return connection
        .preparedQuery("SELECT append_audit($1, $2, $3, $4, $5)")
        .execute(
            Tuple.of(
                tenant.map(TenantId::value).orElse(null),
                deed.actor(),
                deed.action(),
                StorableText.of(target),
                StorableText.of(deed.detail())))
        .mapEmpty();
  }

  /** The entries after a place, oldest first. */
  public Future<List<AuditEntry>> after(long place, int most) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(READ)
                .execute(Tuple.of(place, most))
                .map(
                    rows -> {
                      var entries = new ArrayList<AuditEntry>();
                      rows.forEach(
                          row ->
                              entries.add(
                                  new AuditEntry(
                                      row.getLong("place"),
                                      row.getString("tenant"),
                                      row.getString("happened_at"),
                                      row.getString("actor"),
                                      row.getString("action"),
                                      row.getString("target"),
                                      row.getString("detail"),
                                      row.getString("hash"))));
                      return entries;
                    }));
  }

  /**
   * Something that is done.
   *
   * @param actor the key that was used
   * @param detail what else is worth knowing; no personal data
   */
  record Deed(String actor, String action, String detail) {}
}
