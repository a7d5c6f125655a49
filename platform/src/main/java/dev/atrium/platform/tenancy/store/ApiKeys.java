package dev.atrium.platform.tenancy.store;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.Authenticator;
import dev.atrium.platform.tenancy.Operator;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.Scope;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * API keys: issued once, stored as hashes, told apart by whom they speak for.
 *
 * <p>The hash is a plain SHA-256: a key is 196 random bits, so there is nothing to guess that a
 * slow hash would protect, and a slow one would be paid at each request. A key found is remembered
 * for {@link #FRESH}; beyond that it is looked up again, and only while the database is away it
 * goes on working for {@link #STALE}. So a revoked key ends within seconds, and a database restart
 * does not lock known callers out.
 */
public final class ApiKeys implements Authenticator {
  static final Duration FRESH = Duration.ofSeconds(15);
  static final Duration STALE = Duration.ofHours(1);
  private static final int REMEMBERED = 10_000;

  private final Database database;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Known> remembered = new ConcurrentHashMap<>();

  public ApiKeys(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** An owner of a key, as the database knows it; no tenant means the operator. */
  private record Known(
      Optional<TenantId> tenant,
      String keyId,
      Set<Scope> scopes,
      Optional<Instant> expires,
      long verifiedMillis) {}

  /**
   * What a key is issued for.
   *
   * @param name for people
   * @param expires when it ends by itself
   */
  public record Grant(String name, Set<Scope> scopes, Optional<Instant> expires) {
    public Grant {
      scopes = Set.copyOf(scopes);
    }

    /** Everything, for good. */
    public static Grant ofEverything() {
      return new Grant("", Set.of(Scope.ADMIN), Optional.empty());
    }
  }

  @Override
  public Future<Principal> authenticate(String bearer) {
    return lookUp(bearer)
        .compose(
            known ->
                known
                    .tenant()
                    .map(tenant -> new Principal(tenant, known.keyId(), known.scopes()))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(operatorKey())));
  }

  @Override
  public Future<Operator> authenticateOperator(String bearer) {
    return lookUp(bearer)
        .compose(
            known ->
                known.tenant().isPresent()
                    ? Future.failedFuture(tenantKey())
                    : Future.succeededFuture(new Operator(known.keyId())));
  }

  /** Issues a key for each of these tenants that never had one, and the operator's, in order. */
  public Future<List<IssuedKey>> issueFirstKeys(List<TenantId> tenants) {
    return database.withEveryTenant(
        connection -> {
          Future<List<IssuedKey>> issued =
              connection
                  .query("SELECT pg_advisory_xact_lock(hashtext('atrium.api_key'))")
                  .execute()
                  .compose(locked -> issueFirst(connection, Optional.empty(), List.of()));
          for (var tenant : tenants) {
            issued =
                issued.compose(earlier -> issueFirst(connection, Optional.of(tenant), earlier));
          }
          return issued;
        });
  }

  /** Issues one more key. */
  public Future<IssuedKey> issue(Optional<TenantId> tenant) {
    return database.withEveryTenant(connection -> issue(connection, tenant, Grant.ofEverything()));
  }

  /** Issues one more key within the caller's transaction. */
  public static Future<IssuedKey> issue(
      SqlConnection connection, Optional<TenantId> tenant, Grant grant) {
    var key = IssuedKey.random(tenant);
    return insert(connection, key)
        .compose(
            inserted ->
                connection
                    .preparedQuery(
                        "UPDATE api_key SET name = $2, expires_at = $3, scopes = $4 WHERE key_id ="
                            + " $1")
                    .execute(
                        Tuple.of(
                            key.keyId(),
                            StorableText.of(grant.name()),
                            grant.expires().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null),
                            grant.scopes().stream().map(Scope::word).toArray(String[]::new))))
        .map(key);
  }

  /** Ends a key; other nodes follow within seconds. */
  public Future<Void> revoke(String keyId) {
    return database
        .withEveryTenant(
            connection ->
                connection
                    .preparedQuery(
                        "UPDATE api_key SET revoked_at = now()"
                            + " WHERE key_id = $1 AND revoked_at IS NULL")
                    .execute(Tuple.of(keyId)))
        .onSuccess(done -> remembered.values().removeIf(known -> known.keyId().equals(keyId)))
        .mapEmpty();
  }

  private Future<Known> lookUp(String bearer) {
    var hash = IssuedKey.hash(bearer);
    var name = HexFormat.of().formatHex(hash);
    var known = Optional.ofNullable(remembered.get(name));
    if (known.filter(this::isOver).isPresent()) {
      return Future.failedFuture(invalid());
    }
    if (known.filter(key -> age(key).compareTo(FRESH) < 0).isPresent()) {
      return Future.succeededFuture(known.get());
    }
    if (!IssuedKey.hasForm(bearer)) {
      return Future.failedFuture(invalid());
    }
    return database
        .withEveryTenant(connection -> select(connection, hash))
        .map(this::owner)
        .compose(owner -> remember(name, owner))
        .recover(failure -> fallBack(known, failure));
  }

  private Future<Known> remember(String name, Optional<Known> owner) {
    if (owner.isEmpty()) {
      remembered.remove(name);
      return Future.failedFuture(invalid());
    }
    if (remembered.size() >= REMEMBERED) {
      remembered.clear();
    }
    remembered.put(name, owner.get());
    return Future.succeededFuture(owner.get());
  }

  private Future<Known> fallBack(Optional<Known> known, Throwable failure) {
    var away = AtriumException.from(failure).kind() == AtriumException.Kind.OUTSIDE;
    return known
        .filter(key -> away && age(key).compareTo(STALE) < 0)
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(failure));
  }

  private boolean isOver(Known known) {
    return known.expires().filter(end -> end.compareTo(clock.instant()) <= 0).isPresent();
  }

  private Duration age(Known known) {
    return Duration.ofMillis(clock.millis() - known.verifiedMillis());
  }

  private Optional<Known> owner(RowSet<Row> rows) {
    for (var row : rows) {
      var tenant = Optional.ofNullable(row.getString("tenant")).map(TenantId::new);
      var expires = Optional.ofNullable(row.getOffsetDateTime("expires_at"));
      return Optional.of(
          new Known(
              tenant,
              row.getString("key_id"),
              scopes(row),
              expires.map(OffsetDateTime::toInstant),
              clock.millis()));
    }
    return Optional.empty();
  }

  /** A scope that this version does not know gives nothing. */
  private static Set<Scope> scopes(Row row) {
    return Stream.of(row.getArrayOfStrings("scopes"))
        .flatMap(word -> Scope.of(word).stream())
        .collect(Collectors.toSet());
  }

  private static Future<List<IssuedKey>> issueFirst(
      SqlConnection connection, Optional<TenantId> tenant, List<IssuedKey> earlier) {
    return connection
        .preparedQuery("SELECT 1 FROM api_key WHERE tenant IS NOT DISTINCT FROM $1 LIMIT 1")
        .execute(Tuple.of(tenant.map(TenantId::value).orElse(null)))
        .compose(
            found -> {
              if (found.size() > 0) {
                return Future.succeededFuture(earlier);
              }
              var all = new ArrayList<>(earlier);
              all.add(IssuedKey.random(tenant));
              return insert(connection, all.getLast()).map(all);
            });
  }

  private static Future<Void> insert(SqlConnection connection, IssuedKey key) {
    return connection
        .preparedQuery("INSERT INTO api_key (key_id, tenant, key_hash) VALUES ($1, $2, $3)")
        .execute(
            Tuple.of(
                key.keyId(),
                key.tenant().map(TenantId::value).orElse(null),
                Buffer.buffer(IssuedKey.hash(key.secret()))))
        .mapEmpty();
  }

  private static Future<RowSet<Row>> select(SqlConnection connection, byte[] hash) {
    return connection
        .preparedQuery(
            "SELECT key_id, tenant, scopes, expires_at FROM api_key WHERE key_hash = $1 AND"
                + " revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())")
        .execute(Tuple.of(Buffer.buffer(hash)));
  }

  private static AtriumException invalid() {
    return AtriumException.caller(
        "invalid_api_key", "The API key is unknown or revoked; use one that was issued to you.");
  }

  private static AtriumException tenantKey() {
    return AtriumException.caller(
        "operator_key_needed", "This is a tenant's key; only the operator's key opens this route.");
  }

  private static AtriumException operatorKey() {
    return AtriumException.caller(
        "invalid_api_key", "This is the operator's key; use a tenant's key here.");
  }
}
