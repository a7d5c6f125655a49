package dev.atrium.platform.identity;

import dev.atrium.platform.calls.IdentityMessages.Provider;
import dev.atrium.platform.calls.IdentityMessages.PutProvider;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Tenants' identity providers in the database. Any thread. */
final class ProviderStore {
  private static final String COLUMNS =
      "issuer, audience, jwks::text, jwks_uri, role_claim, tenant";
  private static final String UPSERT =
      """
      INSERT INTO identity_provider (tenant, issuer, audience, jwks, jwks_uri, role_claim)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant) DO UPDATE SET
        issuer = excluded.issuer, audience = excluded.audience, jwks = excluded.jwks,
        jwks_uri = excluded.jwks_uri, role_claim = excluded.role_claim,
        changed_at = clock_timestamp()
      """;

  private final Database database;

  ProviderStore(Database database) {
    this.database = database;
  }

  /** A provider and who trusts it. */
  record Trust(TenantId tenant, Provider provider) {}

  /** All who trust an issuer, whatever the audience. */
  Future<List<Trust>> trusting(String issuer) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery("SELECT " + COLUMNS + " FROM identity_provider WHERE issuer = $1")
                .execute(Tuple.of(issuer))
                .map(rows -> rows.stream().map(ProviderStore::trust).toList()));
  }

  Future<Optional<Provider>> find(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query("SELECT " + COLUMNS + " FROM identity_provider")
                .execute()
                .map(rows -> rows.stream().map(row -> trust(row).provider()).findFirst()));
  }

  /** Fails with {@code provider_taken} if another tenant has this issuer and audience. */
  Future<Void> put(PutProvider put) {
    var provider = put.provider();
    var row =
        Tuple.of(
            put.tenant().value(),
            provider.issuer(),
            provider.audience(),
            provider.jwks().map(JsonObject::new).orElse(null),
            provider.jwksUri().orElse(null),
            provider.roleClaim());
    return trusting(provider.issuer())
        .compose(
            trusts ->
                trusts.stream()
                        .filter(other -> !other.tenant().equals(put.tenant()))
                        .anyMatch(other -> other.provider().audience().equals(provider.audience()))
                    ? Future.failedFuture(taken())
                    : database.withTenant(
                        put.tenant(),
                        connection ->
                            connection.preparedQuery(UPSERT).execute(row).<Void>mapEmpty()));
  }

  Future<Void> drop(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection -> connection.query("DELETE FROM identity_provider").execute().mapEmpty());
  }

  private static Trust trust(Row row) {
    return new Trust(
        new TenantId(row.getString(5)),
        new Provider(
            row.getString(0),
            row.getString(1),
            Optional.ofNullable(row.getString(2)),
            Optional.ofNullable(row.getString(3)),
            row.getString(4)));
  }

  private static AtriumException taken() {
    return AtriumException.caller(
        "provider_taken", "This issuer and audience cannot be used; choose another audience.");
  }
}
