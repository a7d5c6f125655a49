package dev.atrium.platform.database;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowLevelSecurityTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final Vertx VERTX = Vertx.vertx();
  private static DatabaseAddress address;
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    address = TestPostgres.freshDatabase();
    database = Database.connect(VERTX, Migrations.migrate(address), 4);
    await(database.withTenant(BANK, connection -> converse(connection, "bank", "of-bank")));
    await(database.withTenant(SHOP, connection -> converse(connection, "shop", "of-shop")));
  }

  @AfterAll
  static void close() {
    await(database.close());
    await(VERTX.close());
  }

  @Test
  void everyTableButTheListedOnes_hasATenantColumnAndForcedRowLevelSecurity() throws SQLException {
    var notOfTenants = List.of("flyway_schema_history", "ledger_retired", "node", "scope_secret");
    var unprotected =
        query(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND NOT (
              c.relrowsecurity AND c.relforcerowsecurity
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant')
              AND (c.relispartition OR (SELECT count(*) FROM pg_policy p
                WHERE p.polrelid = c.oid AND p.polroles <> ARRAY[c.relowner]) = 2))
            """);
    assertThat(unprotected).containsExactlyInAnyOrderElementsOf(notOfTenants);
  }

  @Test
  void partitionsAndSecrets_grantTheNodesRolesNothing() throws SQLException {
    var granted =
        query(
            """
            SELECT c.relname || ' ' || r.rolname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN pg_roles r
            WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p')
              AND (c.relispartition OR c.relname IN ('flyway_schema_history', 'scope_secret'))
              AND r.rolname IN (current_database() || '_app', current_database() || '_operator')
              AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            """);
    assertThat(granted).isEmpty();
  }

  @Test
  void theNodesRoles_canNeitherBypassRowLevelSecurityNorOwnATable() throws SQLException {
    var strong =
        query(
            """
            SELECT rolname FROM pg_roles r
            WHERE rolname IN (current_database() || '_app', current_database() || '_operator')
              AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
                OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
                OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))
            """);
    assertThat(strong).isEmpty();
  }

  @Test
  void withTenant_readsItsOwnRowsAlone() {
    assertThat(await(database.withTenant(BANK, RowLevelSecurityTest::conversations)))
        .containsExactly("of-bank");
    assertThat(await(database.withTenant(SHOP, RowLevelSecurityTest::conversations)))
        .containsExactly("of-shop");
    assertThat(await(database.withEveryTenant(RowLevelSecurityTest::conversations)))
        .containsExactlyInAnyOrder("of-bank", "of-shop");
  }

  @Test
  void withTenant_cannotWriteAnothersRow() {
    var intruding =
        database.withTenant(BANK, connection -> converse(connection, "shop", "smuggled"));
    assertThat(failureOf(intruding)).isInstanceOf(AtriumException.class);
    var deleted =
        database.withTenant(
            BANK,
            connection ->
                connection
                    .query("DELETE FROM conversation WHERE tenant = 'shop'")
                    .execute()
                    .map(rows -> rows.rowCount()));
    assertThat(await(deleted)).isZero();
    assertThat(await(database.withEveryTenant(RowLevelSecurityTest::conversations)))
        .contains("of-shop")
        .doesNotContain("smuggled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('atrium.tenant', 'shop', true)",
        "SELECT set_config('atrium.tenant', 'shop', false)",
        "SELECT set_config('atrium.tenant', "
            + "'shop:' || split_part(current_setting('atrium.tenant'), ':', 2), true)",
        "SET LOCAL atrium.tenant = ''",
        "RESET atrium.tenant",
      })
  void smuggledStatement_cannotReachAnotherTenant(String smuggled) {
    var seen =
        database.withTenant(
            BANK,
            connection ->
                connection.query(smuggled).execute().compose(done -> conversations(connection)));
    assertThat(await(seen)).doesNotContain("of-shop");
    assertThat(await(database.withTenant(BANK, RowLevelSecurityTest::conversations)))
        .containsExactly("of-bank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET ROLE atrium_owner",
        "SET SESSION AUTHORIZATION atrium_owner",
        "ALTER TABLE conversation DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE conversation NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_tenant ON conversation",
        "CREATE POLICY mine ON conversation USING (true)",
        "SELECT secret FROM scope_secret",
        "SELECT * FROM api_key",
        "SELECT * FROM ledger_other",
        "INSERT INTO ledger (tenant) VALUES ('bank')",
        "UPDATE ledger SET cost = 0",
        "DELETE FROM outcome",
        "TRUNCATE conversation",
        "CREATE FUNCTION atrium.scoped_tenant() RETURNS text LANGUAGE sql AS 'SELECT ''shop'''",
        "CALL protect('conversation')",
        "SELECT prepare_ledger(current_date, 1)",
        "SET LOCAL row_security = off; SELECT * FROM conversation",
        "COPY conversation TO PROGRAM 'true'",
      })
  void smuggledStatement_isRefused(String smuggled) {
    var refused = database.withTenant(BANK, connection -> connection.query(smuggled).execute());
    assertThat(failureOf(refused))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("database_refused"));
  }

  @Test
  void outsideALoan_noTenantsRowIsSeen() {
    var seen =
        database.withTenant(
            BANK,
            connection ->
                connection.query("COMMIT").execute().compose(done -> conversations(connection)));
    assertThat(await(seen.otherwise(List.of()))).isEmpty();
  }

  @Test
  void workThatThrows_rollsItsTransactionBack() {
    Future<Void> failed =
        database.withTenant(
            BANK,
            connection -> {
              converse(connection, "bank", "half-done");
              throw new IllegalStateException("stop here");
            });
    assertThat(failureOf(failed)).isInstanceOf(AtriumException.class);
    assertThat(await(database.withTenant(BANK, RowLevelSecurityTest::conversations)))
        .doesNotContain("half-done");
  }

  @Test
  void migrate_again_changesNothing() {
    var again = Migrations.migrate(address);
    var second = Database.connect(VERTX, again, 1);
    assertThat(await(second.withTenant(BANK, RowLevelSecurityTest::conversations)))
        .containsExactly("of-bank");
    await(second.close());
  }

  private static Future<Void> converse(SqlConnection connection, String tenant, String id) {
    return connection
        .preparedQuery(
            "INSERT INTO conversation (tenant, conversation, scenario) VALUES ($1, $2, 'help')")
        .execute(Tuple.of(tenant, id))
        .mapEmpty();
  }

  private static Future<List<String>> conversations(SqlConnection connection) {
    return connection
        .query("SELECT conversation FROM conversation ORDER BY conversation")
        .execute()
        .map(
            rows -> {
              var found = new ArrayList<String>();
              rows.forEach(row -> found.add(row.getString(0)));
              return found;
            });
  }

  private static List<String> query(String sql) throws SQLException {
    try (var owner = Migrations.connect(address);
        var statement = owner.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
