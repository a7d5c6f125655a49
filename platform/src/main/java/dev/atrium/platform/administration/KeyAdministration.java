package dev.atrium.platform.administration;

import dev.atrium.platform.administration.AuditLog.Deed;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.IssuedKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of API keys; an absent tenant means the operator's own keys. Any thread. */
public final class KeyAdministration {
  private static final String LIST =
      """
      SELECT key_id, name, created_at, expires_at, revoked_at FROM api_key
      WHERE tenant IS NOT DISTINCT FROM $1 ORDER BY created_at, key_id
      """;

  private final Database database;

  public KeyAdministration(Database database) {
    this.database = database;
  }

  /** A key without its secret. */
  public record Key(
      String id,
      String name,
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked) {}

  public Future<List<Key>> list(Optional<TenantId> tenant) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.map(TenantId::value).orElse(null)))
                .map(
                    rows -> {
                      var keys = new ArrayList<Key>();
                      rows.forEach(
                          row ->
                              keys.add(
                                  new Key(
                                      row.getString("key_id"),
                                      row.getString("name"),
                                      row.getOffsetDateTime("created_at").toInstant(),
                                      moment(row.getOffsetDateTime("expires_at")),
                                      moment(row.getOffsetDateTime("revoked_at")))));
                      return keys;
                    }));
  }

  /** Issues a key; its secret is told this once. */
  public Future<IssuedKey> issue(
      String actor, Optional<TenantId> tenant, String name, Optional<Instant> expires) {
    return database.withEveryTenant(
        connection ->
            existing(connection, tenant)
                .compose(found -> ApiKeys.issue(connection, tenant, name, expires))
                .compose(
                    key ->
                        AuditLog.append(
                                connection,
                                new Deed(actor, "key.issued", name),
                                tenant,
                                key.keyId())
                            .map(key)));
  }

  /** Ends a key at a moment; it is over on every node within seconds. */
  public Future<Void> revoke(String actor, Optional<TenantId> tenant, String keyId, Instant when) {
    return database.withEveryTenant(
        connection -> end(connection, new Deed(actor, "key.revoked", ""), tenant, keyId, when));
  }

  /** Issues a successor at once and ends the key later, so that there is no gap. */
  public Future<IssuedKey> rotate(
      String actor, Optional<TenantId> tenant, String keyId, Instant end) {
    return database.withEveryTenant(
        connection ->
            end(connection, new Deed(actor, "key.rotated", "ends " + end), tenant, keyId, end)
                .compose(
                    ending -> ApiKeys.issue(connection, tenant, "after " + keyId, Optional.empty()))
                .compose(
                    key ->
                        AuditLog.append(
                                connection,
                                new Deed(actor, "key.issued", "after " + keyId),
                                tenant,
                                key.keyId())
                            .map(key)));
  }

  private static Future<Void> end(
      SqlConnection connection, Deed deed, Optional<TenantId> tenant, String keyId, Instant when) {
    return connection
        .preparedQuery(
            "UPDATE api_key SET revoked_at = CASE WHEN $3 <= now() THEN now() ELSE revoked_at END,"
                + " expires_at = least(expires_at, $3) WHERE key_id = $1 AND revoked_at IS NULL"
                + " AND tenant IS NOT DISTINCT FROM $2")
        .execute(
            Tuple.of(
                keyId, tenant.map(TenantId::value).orElse(null), when.atOffset(ZoneOffset.UTC)))
        .compose(
            rows ->
                rows.rowCount() > 0
                    ? AuditLog.append(connection, deed, tenant, keyId)
                    : Future.failedFuture(
                        AtriumException.caller(
                            "key_not_found", "There is no such key that is in force.")));
  }

  private static Future<Void> existing(SqlConnection connection, Optional<TenantId> tenant) {
    if (tenant.isEmpty()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery("SELECT 1 FROM tenant WHERE tenant = $1")
        .execute(Tuple.of(tenant.get().value()))
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        AtriumException.caller(
                            "tenant_not_found",
                            "There is no tenant '%s'.".formatted(tenant.get()))));
  }

  private static Optional<Instant> moment(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
