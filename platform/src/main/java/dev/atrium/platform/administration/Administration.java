package dev.atrium.platform.administration;

import dev.atrium.platform.administration.AuditLog.Deed;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The life of tenants; every change is in the audit log. Any thread. */
public final class Administration {
  private final Vertx vertx;
  private final Database database;
  private final TenantStore tenants;
  private final Function<TenantId, Future<Void>> changed;

  /**
   * @param changed lets this node follow a tenant's change; the others look every few seconds
   */
  public Administration(
      Vertx vertx,
      Database database,
      TenantStore tenants,
      Function<TenantId, Future<Void>> changed) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.changed = changed;
  }

  /** A tenant in short. */
  public record Tenant(String id, String name, String status) {}

  /**
   * What an import did, or would do.
   *
   * @param changes one line each; none if everything is so already
   */
  public record Applied(String tenant, boolean dryRun, List<String> changes) {}

  /** The rows of a table that went, and how many are left, which is none. */
  public record Erased(String table, long rows, long left) {}

  /** All tenants in the order of their ids. */
  public Future<List<Tenant>> list() {
    return database.withEveryTenant(
        connection ->
            connection
                .query(
                    "SELECT tenant, definition ->> 'name' AS name, suspended_at FROM tenant"
                        + " ORDER BY tenant COLLATE \"C\"")
                .execute()
                .map(
                    rows -> {
                      var found = new ArrayList<Tenant>();
                      rows.forEach(
                          row ->
                              found.add(
                                  new Tenant(
                                      row.getString("tenant"),
                                      row.getString("name"),
                                      row.getValue("suspended_at") == null
                                          ? "active"
                                          : "suspended")));
                      return found;
                    }));
  }

  /** Brings a tenant to what a pack says; with {@code dryRun} only tells what that would change. */
  public Future<Applied> apply(
      String actor, TenantId tenant, Map<String, String> files, boolean dryRun) {
    return vertx
        .executeBlocking(() -> PackFiles.read(tenant, files))
        .compose(
            pack ->
                tenants
                    .find(tenant)
                    .map(old -> PackChanges.between(old, pack))
                    .compose(
                        changes ->
                            dryRun || changes.isEmpty()
                                ? Future.succeededFuture(changes)
                                : tenants
                                    .importPack(pack)
                                    .compose(done -> note(actor, tenant, changes))
                                    .map(changes)))
        .map(changes -> new Applied(tenant.value(), dryRun, changes));
  }

  /**
   * Gives a tenant's scenario these settings in place of those it has. Fails with {@code
   * tenant_not_found}.
   */
  public Future<Void> configure(
      String actor, TenantId tenant, String scenario, Map<String, String> settings) {
    return tenants
        .find(tenant)
        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> missing(tenant)))
        .compose(
            old -> {
              var pack = old.with(old.definition().withSettings(scenario, settings));
              var changes = PackChanges.between(Optional.of(old), pack);
              return changes.isEmpty()
                  ? Future.succeededFuture()
                  : tenants.importPack(pack).compose(done -> note(actor, tenant, changes));
            });
  }

  private Future<Void> note(String actor, TenantId tenant, List<String> changes) {
    var detail = String.join("; ", changes.subList(0, Math.min(20, changes.size())));
    return database
        .withEveryTenant(
            connection ->
                AuditLog.append(
                    connection,
                    new Deed(actor, "tenant.applied", detail),
                    Optional.of(tenant),
                    tenant.value()))
        .compose(done -> changed.apply(tenant).otherwiseEmpty());
  }

  /** Ends or begins a tenant's admission; calls in flight end in peace. */
  public Future<Void> suspend(String actor, TenantId tenant, boolean suspended) {
    var sql =
        "UPDATE tenant SET changed_at = now(), suspended_at = "
            + (suspended ? "coalesce(suspended_at, now())" : "NULL")
            + " WHERE tenant = $1";
    var deed = new Deed(actor, suspended ? "tenant.suspended" : "tenant.resumed", "");
    return database
        .withEveryTenant(
            connection ->
                connection
                    .preparedQuery(sql)
                    .execute(Tuple.of(tenant.value()))
                    .compose(rows -> existing(tenant, rows.rowCount()))
                    .compose(
                        found ->
                            AuditLog.append(connection, deed, Optional.of(tenant), tenant.value())))
        .compose(done -> changed.apply(tenant).otherwiseEmpty());
  }

  /**
   * Deletes everything of a suspended tenant, and counts what is left of it in every table. The
   * audit log keeps what was done to it.
   */
  public Future<List<Erased>> delete(String actor, TenantId tenant) {
    return database
        .withEveryTenant(
            connection ->
                requireSuspended(connection, tenant)
                    .compose(suspended -> erase(connection, tenant))
                    .compose(
                        erased ->
                            AuditLog.append(
                                    connection,
                                    new Deed(actor, "tenant.deleted", summary(erased)),
                                    Optional.of(tenant),
                                    tenant.value())
                                .map(erased)))
        .compose(erased -> changed.apply(tenant).otherwiseEmpty().map(erased));
  }

  private static Future<Void> requireSuspended(SqlConnection connection, TenantId tenant) {
    return connection
        .preparedQuery("SELECT suspended_at FROM tenant WHERE tenant = $1 FOR UPDATE")
        .execute(Tuple.of(tenant.value()))
        .compose(rows -> existing(tenant, rows.size()).map(found -> rows.iterator().next()))
        .compose(
            row ->
                row.getValue("suspended_at") == null
                    ? Future.failedFuture(
                        AtriumException.caller(
                            "tenant_active",
                            "Suspend the tenant '%s' before you delete it.".formatted(tenant)))
                    : Future.succeededFuture());
  }

  private static Future<List<Erased>> erase(SqlConnection connection, TenantId tenant) {
    return connection
        .preparedQuery("SELECT table_name, erased FROM erase_tenant($1)")
        .execute(Tuple.of(tenant.value()))
        .compose(
            rows -> {
              Future<List<Erased>> counted = Future.succeededFuture(new ArrayList<>());
              for (var row : rows) {
                counted =
                    counted.compose(
                        all ->
                            left(connection, row.getString(0), tenant)
                                .map(
                                    left -> {
                                      all.add(new Erased(row.getString(0), row.getLong(1), left));
                                      return all;
                                    }));
              }
              return counted;
            });
  }

  /** The table's name comes from the database's own catalogue. */
  private static Future<Long> left(SqlConnection connection, String table, TenantId tenant) {
    return connection
        .preparedQuery("SELECT count(*) FROM \"" + table + "\" WHERE tenant = $1")
        .execute(Tuple.of(tenant.value()))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static String summary(List<Erased> erased) {
    var rows = erased.stream().mapToLong(Erased::rows).sum();
    return rows + " rows of " + erased.size() + " tables";
  }

  private static Future<Void> existing(TenantId tenant, int found) {
    return found > 0 ? Future.succeededFuture() : missing(tenant);
  }

  private static <T> Future<T> missing(TenantId tenant) {
    return Future.failedFuture(
        AtriumException.caller("tenant_not_found", "There is no tenant '%s'.".formatted(tenant)));
  }
}
