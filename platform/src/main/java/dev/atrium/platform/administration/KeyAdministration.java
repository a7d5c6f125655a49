package dev.atrium.platform.administration;

import dev.atrium.platform.administration.AuditLog.Deed;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.Scope;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.ApiKeys.Grant;
import dev.atrium.platform.tenancy.store.IssuedKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The life of API keys; an absent tenant means the operator's own keys. Any thread. */
public final class KeyAdministration {
  private static final String LIST =
      """
      SELECT key_id, name, scopes, created_at, expires_at, revoked_at, successor FROM api_key
      WHERE tenant IS NOT DISTINCT FROM $1 ORDER BY created_at, key_id
      """;
  private static final String FIND =
      """
      SELECT key_id, name, scopes, created_at, expires_at, revoked_at, successor FROM api_key
      WHERE tenant IS NOT DISTINCT FROM $1 AND key_id = $2 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())
      FOR UPDATE
      """;
  private static final String END =
      """
      UPDATE api_key SET revoked_at = CASE WHEN $3 <= now() THEN now() ELSE revoked_at END,
        expires_at = least(expires_at, $3)
      WHERE key_id = $2 AND revoked_at IS NULL AND tenant IS NOT DISTINCT FROM $1
      """;

  private final Database database;

  public KeyAdministration(Database database) {
    this.database = database;
  }

  /**
   * A key without its secret.
   *
   * @param successor the key that takes over from it
   */
  public record Key(
      String id,
      String name,
      List<String> scopes,
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked,
      Optional<String> successor) {
    public Key {
      scopes = List.copyOf(scopes);
    }

    /** The same again, for as long a life from now on. */
    private Grant again(Instant now) {
      Set<Scope> known =
          scopes.stream().flatMap(word -> Scope.of(word).stream()).collect(Collectors.toSet());
      return new Grant(name, known, expires.map(end -> now.plus(Duration.between(created, end))));
    }
  }

  public Future<List<Key>> list(Optional<TenantId> tenant) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(LIST)
                .execute(Tuple.of(name(tenant)))
                .map(rows -> rows.stream().map(KeyAdministration::key).toList()));
  }

  /** Issues a key; its secret is told this once. */
  public Future<IssuedKey> issue(String actor, Optional<TenantId> tenant, Grant grant) {
    if (tenant.isEmpty() && !grant.scopes().equals(Set.of(Scope.ADMIN))) {
      return Future.failedFuture(
          AtriumException.caller(
              "invalid_parameter", "A key of the operator has the scope 'admin' alone."));
    }
    return database.withEveryTenant(
        connection ->
            existing(connection, tenant)
                .compose(found -> issue(connection, actor, tenant, grant, grant.name())));
  }

  /** Ends a key at a moment; it is over on every node within seconds. */
  public Future<Void> revoke(String actor, Optional<TenantId> tenant, String keyId, Instant when) {
    return database.withEveryTenant(
        connection -> end(connection, new Deed(actor, "key.revoked", ""), tenant, keyId, when));
  }

  /**
   * Issues a successor at once, for the same purpose and as long a life, and ends the key later, so
   * that there is no gap. A key is rotated once: its successor is rotated next.
   */
  public Future<IssuedKey> rotate(
      String actor, Optional<TenantId> tenant, String keyId, Instant end) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(FIND)
                .execute(Tuple.of(name(tenant), keyId))
                .compose(
                    found ->
                        found.size() == 0
                            ? Future.failedFuture(notFound())
                            : notRotated(key(found.iterator().next())))
                .compose(old -> replace(connection, actor, tenant, old, end)));
  }

  private static Future<IssuedKey> replace(
      SqlConnection connection, String actor, Optional<TenantId> tenant, Key old, Instant end) {
    var rotated = new Deed(actor, "key.rotated", "ends " + end);
    return issue(connection, actor, tenant, old.again(Instant.now()), "after " + old.id())
        .compose(
            successor ->
                connection
                    .preparedQuery("UPDATE api_key SET successor = $2 WHERE key_id = $1")
                    .execute(Tuple.of(old.id(), successor.keyId()))
                    .compose(told -> end(connection, rotated, tenant, old.id(), end))
                    .map(successor));
  }

  private static Future<Key> notRotated(Key key) {
    return key.successor().isEmpty()
        ? Future.succeededFuture(key)
        : Future.failedFuture(
            AtriumException.caller(
                "key_rotated",
                "This key has a successor, %s; rotate that one.".formatted(key.successor().get())));
  }

  private static Future<IssuedKey> issue(
      SqlConnection connection,
      String actor,
      Optional<TenantId> tenant,
      Grant grant,
      String detail) {
    return ApiKeys.issue(connection, tenant, grant)
        .compose(
            key ->
                AuditLog.append(
                        connection, new Deed(actor, "key.issued", detail), tenant, key.keyId())
                    .map(key));
  }

  private static Future<Void> end(
      SqlConnection connection, Deed deed, Optional<TenantId> tenant, String keyId, Instant when) {
    return connection
        .preparedQuery(END)
        .execute(Tuple.of(name(tenant), keyId, when.atOffset(ZoneOffset.UTC)))
        .compose(
            rows ->
                rows.rowCount() > 0
                    ? AuditLog.append(connection, deed, tenant, keyId)
                    : Future.failedFuture(notFound()));
  }

  private static AtriumException notFound() {
    return AtriumException.caller("key_not_found", "There is no such key that is in force.");
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

  private static Key key(Row row) {
    return new Key(
        row.getString("key_id"),
        row.getString("name"),
        Stream.of(row.getArrayOfStrings("scopes")).sorted().toList(),
        row.getOffsetDateTime("created_at").toInstant(),
        moment(row.getOffsetDateTime("expires_at")),
        moment(row.getOffsetDateTime("revoked_at")),
        Optional.ofNullable(row.getString("successor")));
  }

  private static @Nullable String name(Optional<TenantId> tenant) {
    return tenant.map(TenantId::value).orElse(null);
  }

  private static Optional<Instant> moment(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
