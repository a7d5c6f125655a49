package dev.atrium.platform.data.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.data.OpenSource;
import dev.atrium.platform.data.ShopDatabase;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.QueryPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlGuardTest {
  private static final Path PAYLOADS =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "data", "sqli-xss");
  private static final int RUN_EVERY = 500;

  private static ShopDatabase shop;
  private static OpenSource source;
  private static SqlGuard guard;

  @BeforeAll
  static void open() throws SQLException {
    shop = ShopDatabase.create();
    source = shop.open(QueryLimits.USUAL);
    guard = new SqlGuard(withoutMargin(source.schema()));
  }

  private static DataSchema withoutMargin(DataSchema layer) {
    var tables =
        layer.tables().stream()
            .map(
                table ->
                    new DataSchema.Table(
                        table.name(),
                        table.place(),
                        table.label(),
                        table.synonyms(),
                        table.rows(),
                        table.key(),
                        table.columns().stream()
                            .filter(column -> !column.name().equals("secret_margin"))
                            .toList()))
            .toList();
    return new DataSchema(layer.name(), tables, layer.joins());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT name FROM customers WHERE country = 'Norway' ORDER BY name",
        "select c.name, sum(o.freight) from customers c join orders o using (customer_id)"
            + " group by c.name having sum(o.freight) > 1 order by 2 desc limit 3",
        "WITH big AS (SELECT * FROM orders WHERE freight > 6) SELECT count(*) FROM big",
        "SELECT extract(year FROM order_date), count(*) FROM public.orders GROUP BY 1",
        "SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
        "SELECT * FROM products",
        "SELECT name, rank() OVER (ORDER BY country) FROM customers"
      })
  void plainQueries_run(String sql) {
    assertThat(rows(guard.admit(sql))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "DELETE FROM customers",
        "SELECT 1; DROP TABLE customers",
        "INSERT INTO customers VALUES (9, 'x', 'x', 'x')",
        "WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone",
        "SELECT * INTO copy FROM customers",
        "SELECT * FROM customers FOR UPDATE",
        "SELECT pg_sleep(10)",
        "SELECT name FROM customers WHERE pg_sleep(10) IS NULL",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT current_setting('data_directory')",
        "SELECT current_user",
        "SELECT version()",
        "SELECT * FROM pg_catalog.pg_user",
        "SELECT * FROM pg_shadow",
        "SELECT * FROM information_schema.tables",
        "SELECT generate_series(1, 1000000000)",
        "SELECT repeat('x', 1000000000)",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
        "SELECT (SELECT * FROM (WITH pg_user AS (SELECT 1) SELECT * FROM pg_user) AS x)",
        "COPY customers TO PROGRAM 'id'",
        "SELECT query_to_xml('select 1', true, true, '')",
        "SELECT 'pg_shadow'::regclass",
        "DO $$ BEGIN END $$",
        "EXPLAIN ANALYZE SELECT 1",
        "BEGIN",
        "SET ROLE postgres"
      })
  void everythingElse_isRefused(String sql) {
    assertThatThrownBy(() -> guard.admit(sql)).isInstanceOf(AtriumException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT secret FROM hidden.keys",
        "SELECT keys.secret FROM hidden.keys AS keys",
        "SELECT secret_margin FROM products",
        "SELECT p.secret_margin FROM public.products p",
        "SELECT ctid FROM customers"
      })
  void whatTheLayerDoesNotName_cannotBeRead(String sql) {
    assertThatThrownBy(() -> rows(guard.admit(sql))).isInstanceOf(AtriumException.class);
  }

  @Test
  void everyColumn_meansThoseOfTheLayer() {
    assertThat(rows(guard.admit("SELECT * FROM products WHERE product_id = 1")))
        .containsExactly(List.of("1", "Green tea", "Drinks", "4.50"));
  }

  @Test
  void everyPayload_isRefusedOrHarmless_asSqlAndInsideSql() throws IOException {
    assumeTrue(Files.isDirectory(PAYLOADS), "the payloads of ../shared/data/sqli-xss");
    var before = state();
    var admitted = new ArrayList<String>();
    for (var payload : payloads()) {
      for (var sql :
          List.of(
              payload,
              "SELECT name FROM customers WHERE name = '" + payload + "'",
              "SELECT name FROM customers WHERE customer_id = " + payload)) {
        admit(sql, admitted);
      }
    }
    for (int at = 0; at < admitted.size(); at += RUN_EVERY) {
      run(admitted.get(at));
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void everyPayload_isJustATextAsAValueOfAPlan() throws IOException {
    assumeTrue(Files.isDirectory(PAYLOADS), "the payloads of ../shared/data/sqli-xss");
    var before = state();
    var payloads = payloads();
    for (int at = 0; at < payloads.size(); at += RUN_EVERY * 4) {
      assertThat(source.run(named(payloads.get(at))).rows()).isEmpty();
    }
    assertThat(state()).isEqualTo(before);
  }

  private static QueryPlan named(String name) {
    var column = Expression.column("customers", "name");
    return QueryPlan.of("customers", List.of(column))
        .withFilters(List.of(new Condition.Compare(column, Comparison.EQUAL, List.of(name))));
  }

  private static void admit(String sql, List<String> admitted) {
    try {
      admitted.add(guard.admit(sql));
    } catch (AtriumException refused) {
      assertThat(refused.code()).isEqualTo("sql_refused");
    }
  }

  private static void run(String admitted) {
    try {
      assertThat(rows(admitted).toString()).doesNotContain("top secret");
    } catch (AtriumException refused) {
      assertThat(refused.kind()).isNotEqualTo(AtriumException.Kind.BUG);
    }
  }

  private static String state() {
    return rows("SELECT count(*), max(name) FROM customers")
        + ""
        + rows("SELECT count(*) FROM pg_class");
  }

  private static List<List<String>> rows(String sql) {
    return shop.connections()
        .lend(
            QueryLimits.USUAL,
            connection -> {
              try (var statement = connection.createStatement()) {
                if (sql.startsWith("WITH")) {
                  statement.execute("SET LOCAL search_path = ''");
                }
                var found = statement.executeQuery(sql);
                var rows = new ArrayList<List<String>>();
                while (found.next()) {
                  var row = new ArrayList<String>();
                  for (int at = 1; at <= found.getMetaData().getColumnCount(); at++) {
                    row.add(String.valueOf(found.getString(at)));
                  }
                  rows.add(row);
                }
                return rows;
              }
            });
  }

  private static List<String> payloads() throws IOException {
    var lines = new ArrayList<String>();
    try (var files = Files.walk(PAYLOADS)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var name = file.toString();
        if (!name.contains("LICENSE") && !name.endsWith("SOURCE.md")) {
          try (var stream = Files.newInputStream(file)) {
            var bytes =
                name.endsWith(".gz")
                    ? new GZIPInputStream(stream).readAllBytes()
                    : stream.readAllBytes();
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(one -> !one.isBlank())
                .forEach(lines::add);
          }
        }
      }
    }
    assertThat(lines).hasSizeGreaterThan(10_000);
    return lines;
  }
}
