package dev.atrium.platform.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.data.OpenSource;
import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.database.DatabaseAccess;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.data.Interpretation;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTablesTest {
  private static final String CUSTOMERS =
      """
      customer_id,name,country,since,credit
      1,Alder,Norway,2020-01-05,100
      2,Birch,Norway,2021-03-01,250.5
      3,Cedar,France,2019-07-30,
      """;

  private static DatabaseAccess access;
  private static OwnTables tables;

  @BeforeAll
  static void open() {
    access = TestPostgres.migratedDatabase();
    tables = new OwnTables(access);
  }

  @Test
  void tablesThatCameIn_areAsked() {
    var tenant = new TenantId("asked");
    var report = load(tenant, "customers", CUSTOMERS);
    assertThat(report).isEqualTo(new LoadReport("customers", 3, 0, List.of()));
    assertThat(ask(tenant, "How many customers are from Norway?")).hasToString("[[2]]");
    assertThat(ask(tenant, "What is the total credit?")).hasToString("[[350.5]]");
  }

  @Test
  void rowsThatDoNotFit_areListed_andTheOthersStay() {
    var broken =
        CUSTOMERS
            + """
            4,Dogwood
            5,Elm,Italy,yesterday,10
            1,Alder again,Norway,2020-01-05,1
            6,"Fir, Ltd",Italy,2022-02-28,many
            7,"Gum ""Tree"" Foods",Spain,2022-02-28,7
            8,Hazel,Spain,2022-02-30,8
            """
            + rows(9, 40);
    var tenant = new TenantId("broken");
    var report = load(tenant, "customers", broken);

    assertThat(report.problems())
        .containsExactly(
            new LoadReport.Problem(5, "has 2 cells instead of 5"),
            new LoadReport.Problem(6, "since is not a date such as 2026-11-23"),
            new LoadReport.Problem(7, "customer_id repeats that of line 2"),
            new LoadReport.Problem(8, "credit is not a number"),
            new LoadReport.Problem(10, "since is not a date such as 2026-11-23"));
    assertThat(report.accepted()).isEqualTo(35);
    assertThat(ask(tenant, "What is the country of the customer 'Gum \"Tree\" Foods'?"))
        .hasToString("[[Spain]]");
  }

  private static String rows(int from, int to) {
    var rows = new StringBuilder();
    for (int at = from; at < to; at++) {
      rows.append(at).append(",Tree ").append(at).append(",Italy,2023-01-01,5\n");
    }
    return rows.toString();
  }

  @Test
  void codesWithLeadingZeros_stayText() {
    var tenant = new TenantId("codes");
    load(tenant, "places", "place_id,city,zip\n1,Oslo,0150\n2,Bergen,5003\n3,Turin,10121\n");
    assertThat(ask(tenant, "What is the zip of the city Oslo?")).hasToString("[[0150]]");
  }

  @Test
  void tableThatComesAgain_takesTheOldOnesPlace_andKeepsItsWords() {
    var tenant = new TenantId("again");
    load(tenant, "customers", CUSTOMERS);
    var layer = LayerYaml.write(tables.find(tenant).orElseThrow().layer());
    var chinese =
        layer.replace("label: customers\n  synonyms: []", "label: customers\n  synonyms: [客户]");
    tables.load(tenant, bytes("customers", CUSTOMERS), Optional.of(LayerYaml.read("x", chinese)));
    load(tenant, "customers", CUSTOMERS + "4,Dogwood,Italy,2024-01-01,9\n");
    load(tenant, "visits", "visit_id,customer_id,day\n1,1,2024-05-05\n2,1,2024-05-06\n");
    assertThat(ask(tenant, "有多少个客户？")).hasToString("[[4]]");
    assertThat(ask(tenant, "Which customers do not have any visits?"))
        .containsExactlyInAnyOrder(List.of("Birch"), List.of("Cedar"), List.of("Dogwood"));
  }

  @Test
  void layerThatNamesWhatIsNotThere_changesNothing() {
    var tenant = new TenantId("unfit");
    load(tenant, "customers", CUSTOMERS);
    var layer = tables.find(tenant).orElseThrow().layer();
    assertThatThrownBy(
            () -> tables.load(tenant, bytes("customers", "customer_id\n1\n"), Optional.of(layer)))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("customers has no column name");
    assertThat(ask(tenant, "How many customers are there?")).hasToString("[[3]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1abc", "a b", "a\"; DROP SCHEMA atrium", "", "a.b"})
  void namesThatAreNone_areRefused(String name) {
    assertThatThrownBy(() -> load(new TenantId("names"), name, CUSTOMERS))
        .isInstanceOf(AtriumException.class);
  }

  @Test
  void readerOfATenant_readsNothingElse() throws SQLException {
    load(new TenantId("mine"), "customers", CUSTOMERS);
    load(new TenantId("other"), "customers", CUSTOMERS);
    var own = tables.find(new TenantId("mine")).orElseThrow();
    for (var foreign :
        List.of("data_other.customers", "atrium.own_data", "atrium.tenant", "pg_authid")) {
      assertThatThrownBy(() -> query(own, "SELECT * FROM " + foreign))
          .as(foreign)
          .isInstanceOf(AtriumException.class);
    }
    assertThatThrownBy(() -> query(own, "CREATE TABLE data_mine.more (a int)"))
        .isInstanceOf(AtriumException.class);
    assertThat(query(own, "SELECT * FROM data_mine.customers")).isTrue();
  }

  private static boolean query(OwnData own, String sql) {
    return own.connections()
        .lend(
            QueryLimits.USUAL,
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }

  @Test
  void tenantThatIsDeleted_leavesNoTables() throws SQLException {
    load(new TenantId("gone"), "customers", CUSTOMERS);
    var operator = new Properties();
    operator.setProperty("user", access.operator().role());
    operator.setProperty("password", access.operator().password());
    try (var connection = DriverManager.getConnection(access.address().jdbcUrl(), operator);
        var statement = connection.createStatement()) {
      statement.execute("SELECT * FROM atrium.erase_tenant('gone')");
      var left =
          statement.executeQuery("SELECT count(*) FROM pg_namespace WHERE nspname = 'data_gone'");
      left.next();
      assertThat(left.getInt(1)).isZero();
    }
    assertThat(tables.find(new TenantId("gone"))).isEmpty();
  }

  private static LoadReport load(TenantId tenant, String table, String csv) {
    return tables.load(tenant, bytes(table, csv), Optional.empty()).getFirst();
  }

  private static Map<String, byte[]> bytes(String table, String csv) {
    return Map.of(table, csv.getBytes(StandardCharsets.UTF_8));
  }

  private static List<List<String>> ask(TenantId tenant, String question) {
    var own = tables.find(tenant).orElseThrow();
    var source = OpenSource.open(own.connections(), own.layer(), QueryLimits.USUAL);
    var meant = source.interpret(question, "en", Optional.empty());
    assertThat(meant).as(question).isInstanceOf(Interpretation.Planned.class);
    return source.run(((Interpretation.Planned) meant).plan()).rows();
  }
}
