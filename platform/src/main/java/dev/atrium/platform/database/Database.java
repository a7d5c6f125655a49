package dev.atrium.platform.database;

import dev.atrium.platform.database.DatabaseAccess.Login;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Loans connections, each within one transaction that ends with the loan: committed if its future
 * succeeds, else rolled back. Row-level security shows a tenant's loan that tenant's rows alone.
 * Failures are {@link dev.atrium.platform.failure.AtriumException}s: {@code database_unavailable}
 * (OUTSIDE) if the database is away, {@code database_refused} (BUG) if it refuses a statement.
 */
public final class Database {
  private static final int OPERATOR_CONNECTIONS = 4;
  private static final int WAIT_SECONDS = 5;
  private static final Map<String, String> SESSION =
      Map.of(
          "search_path",
          Migrations.SCHEMA,
          "application_name",
          "atrium",
          "statement_timeout",
          "30s",
          "idle_in_transaction_session_timeout",
          "60s");

  private final Pool application;
  private final Pool operator;
  private final TenantScope scope;

  private Database(Pool application, Pool operator, TenantScope scope) {
    this.application = application;
    this.operator = operator;
    this.scope = scope;
  }

  /**
   * Makes the pools; connections are made when first needed.
   *
   * @param connections at the most, for tenants' loans
   */
  public static Database connect(Vertx vertx, DatabaseAccess access, int connections) {
    return new Database(
        pool(vertx, access, access.application(), "tenants", connections),
        pool(vertx, access, access.operator(), "operator", OPERATOR_CONNECTIONS),
        new TenantScope(access.scopeSecret()));
  }

  /** Lends a connection that sees and writes one tenant's rows. */
  public <T> Future<T> withTenant(TenantId tenant, Function<SqlConnection, Future<T>> work) {
    return loan(
        application,
        connection ->
            connection
                .preparedQuery("SELECT set_config('atrium.tenant', $1, true)")
                .execute(Tuple.of(scope.sign(tenant)))
                .compose(scoped -> work.apply(connection)));
  }

  /** Lends a connection that crosses tenants: for the operator and for the node's own work. */
  public <T> Future<T> withEveryTenant(Function<SqlConnection, Future<T>> work) {
    return loan(operator, work);
  }

  /** Like {@link #withEveryTenant} for one statement alone, which is a transaction by itself. */
  public <T> Future<T> statement(Function<SqlConnection, Future<T>> statement) {
    return operator
        .withConnection(connection -> guarded(statement, connection))
        .recover(failure -> Future.failedFuture(DatabaseFailures.translate(failure)));
  }

  /** Succeeds if the database answers. */
  public Future<Void> ping() {
    return withEveryTenant(connection -> connection.query("SELECT 1").execute().mapEmpty());
  }

  public Future<Void> close() {
    return application.close().eventually(operator::close);
  }

  private static <T> Future<T> loan(Pool pool, Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(connection -> guarded(work, connection))
        .recover(failure -> Future.failedFuture(DatabaseFailures.translate(failure)));
  }

  /** A loan whose work throws must end like one whose work fails, or its transaction stays open. */
  private static <T> Future<T> guarded(
      Function<SqlConnection, Future<T>> work, SqlConnection connection) {
    try {
      return work.apply(connection);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private static Pool pool(
      Vertx vertx, DatabaseAccess access, Login login, String name, int connections) {
    var options =
        PgConnectOptions.fromUri(access.address().clientUri())
            .setUser(login.role())
            .setPassword(login.password())
            .setCachePreparedStatements(true)
            .setMetricsName(name);
    SESSION.forEach(options::addProperty);
    var poolOptions =
        new PoolOptions()
            .setName(name)
            .setMaxSize(connections)
            .setConnectionTimeout(WAIT_SECONDS)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool().with(poolOptions).connectingTo(options).using(vertx).build();
  }
}
