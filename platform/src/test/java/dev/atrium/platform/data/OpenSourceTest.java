package dev.atrium.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.data.query.PlanJson;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSourceTest {
  private static ShopDatabase shop;
  private static OpenSource source;

  @BeforeAll
  static void open() throws SQLException {
    shop = ShopDatabase.create();
    source = shop.open(QueryLimits.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How many customers are there? | [[4]]",
        "How many customers are from Norway? | [[2]]",
        "What is the average unit price of the products? | [[5.5]]",
        "List the names of customers in France. | [[Cedar]]",
        "What is the most expensive product? | [[Coffee]]",
        "Which products have a unit price greater than 4? | [[Green tea], [Coffee]]",
        "Which customers do not have any orders? | [[Dogwood]]",
        "How many orders were made in 2024? | [[3]]",
        "What is the highest freight? | [[20]]"
      })
  void questions_getTheRowsTheyMean(String question, String rows) {
    assertThat(ask(question)).hasToString(rows);
  }

  @Test
  void countsPerGroup_showTheGroup() {
    assertThat(ask("How many customers are there in each country?"))
        .containsExactlyInAnyOrder(
            List.of("Norway", "2"), List.of("France", "1"), List.of("Italy", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What will the weather be like tomorrow in Paris?",
        "Who wrote the novel about the white whale?",
        "DROP TABLE customers; --",
        "asdf qwer zxcv",
        "?"
      })
  void questionsThatTheDataCannotAnswer_areRefused(String question) {
    assertThat(source.interpret(question, "en", Optional.empty()))
        .isInstanceOf(Interpretation.Unanswerable.class);
  }

  @Test
  void wordOfSeveralTables_isAskedBack_andTheAnswersAreUnderstood() throws SQLException {
    var two = ShopDatabase.create();
    two.execute(
        "CREATE TABLE suppliers (supplier_id int PRIMARY KEY, city text);"
            + " INSERT INTO suppliers VALUES (1, 'Ghent')");
    var opened = two.open(QueryLimits.USUAL);
    var meant = opened.interpret("What are the cities?", "en", Optional.empty());
    assertThat(meant).isInstanceOf(Interpretation.Ambiguous.class);
    var ambiguous = (Interpretation.Ambiguous) meant;
    assertThat(ambiguous.meanings()).hasSize(2);
    for (var question : ambiguous.questions()) {
      assertThat(opened.interpret(question, "en", Optional.empty()))
          .isInstanceOf(Interpretation.Planned.class);
    }
  }

  @Test
  void followUp_keepsWhatItDoesNotChange() {
    var first = source.interpret("How many customers are from Norway?", "en", Optional.empty());
    var plan = ((Interpretation.Planned) first).plan();
    var next = source.interpret("And from France?", "en", Optional.of(plan));
    assertThat(source.run(((Interpretation.Planned) next).plan()).rows())
        .containsExactly(List.of("1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"有多少个客户？ | [[4]]", "价格最高的产品 | [[Coffee]]"})
  void chineseQuestions_areReadThroughTheSynonymsOfTheLayer(String question, String rows) {
    var chinese =
        OpenSource.open(shop.connections(), inChinese(source.schema()), QueryLimits.USUAL);
    var meant = chinese.interpret(question, "zh", Optional.empty());
    assertThat(meant).isInstanceOf(Interpretation.Planned.class);
    assertThat(chinese.run(((Interpretation.Planned) meant).plan()).rows()).hasToString(rows);
  }

  @Test
  void questionOfTenThousandWords_isAnsweredOrRefused_notFailed() {
    var question = "how many customers most the 3 between of each ".repeat(1_200);
    assertThat(source.interpret(question, "en", Optional.empty())).isNotNull();
  }

  @Test
  void plansThatDoNotFit_areToldAllTheirProblems() {
    var plan =
        QueryPlan.of(
            "customers",
            List.of(
                Expression.column("customers", "shoe_size"),
                Expression.column("customers", "name").with(Aggregate.SUM)));
    assertThatThrownBy(() -> source.run(plan))
        .hasMessageContaining("customers has no column shoe_size")
        .hasMessageContaining("name is nothing to sum up");
  }

  @Test
  void plans_surviveJson_andStrangeOnesAreRefused() {
    var plan =
        QueryPlan.of("orders", List.of(Expression.rows("orders")))
            .withFilters(List.of(new Condition.Related("order_lines", true, List.of())));
    assertThat(source.parse(PlanJson.write(plan))).isEqualTo(plan);
    assertThatThrownBy(() -> source.parse("{\"table\": \"orders\", \"sql\": \"DROP\"}"))
        .isInstanceOf(AtriumException.class);
  }

  @Test
  void moreRowsThanAllowed_areCutAndSaidSo() {
    var tight = shop.open(new QueryLimits(Duration.ofSeconds(10), 2, 1e6));
    var result =
        tight.run(QueryPlan.of("customers", List.of(Expression.column("customers", "name"))));
    assertThat(result.rows()).hasSize(2);
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void queriesThatCostTooMuch_areNotRun() {
    var tight = shop.open(new QueryLimits(Duration.ofSeconds(10), 10, 0.5));
    assertThatThrownBy(() -> tight.run(QueryPlan.of("orders", List.of(Expression.rows("orders")))))
        .hasMessageContaining("read too much");
  }

  @Test
  void slowQueries_endWithTheirTime() {
    var hasty = new QueryLimits(Duration.ofMillis(50), 10, 1e9);
    assertThatThrownBy(
            () ->
                shop.connections()
                    .lend(
                        hasty,
                        connection -> {
                          try (var statement = connection.createStatement()) {
                            return statement.execute("SELECT pg_sleep(30)");
                          }
                        }))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("query_too_slow"));
  }

  @Test
  void connections_cannotWrite() {
    assertThatThrownBy(
            () ->
                shop.connections()
                    .lend(
                        QueryLimits.USUAL,
                        connection -> {
                          try (var statement = connection.createStatement()) {
                            return statement.executeUpdate("DELETE FROM customers");
                          }
                        }))
        .isInstanceOf(AtriumException.class);
  }

  @Test
  void schemaThatChanged_isSaidSo() throws SQLException {
    var changing = ShopDatabase.create();
    var opened = changing.open(QueryLimits.USUAL);
    changing.execute("ALTER TABLE customers RENAME COLUMN name TO full_name");
    assertThatThrownBy(
            () ->
                opened.run(
                    QueryPlan.of("customers", List.of(Expression.column("customers", "name")))))
        .isInstanceOfSatisfying(
            AtriumException.class, failure -> assertThat(failure.code()).isEqualTo("data_changed"));
  }

  private static List<List<String>> ask(String question) {
    var meant = source.interpret(question, "en", Optional.empty());
    assertThat(meant).isInstanceOf(Interpretation.Planned.class);
    return source.run(((Interpretation.Planned) meant).plan()).rows();
  }

  private static DataSchema inChinese(DataSchema layer) {
    var words = Map.of("customers", "客户", "products", "产品", "orders", "订单", "unit_price", "价格");
    var tables =
        layer.tables().stream()
            .map(
                table ->
                    new DataSchema.Table(
                        table.name(),
                        table.place(),
                        table.label(),
                        synonyms(words, table.name()),
                        table.rows(),
                        table.key(),
                        table.columns().stream().map(column -> named(column, words)).toList()))
            .toList();
    return new DataSchema(layer.name(), tables, layer.joins());
  }

  private static DataSchema.Column named(DataSchema.Column column, Map<String, String> words) {
    return new DataSchema.Column(
        column.name(),
        column.label(),
        column.kind(),
        column.role(),
        synonyms(words, column.name()),
        column.distinct(),
        column.samples());
  }

  private static List<String> synonyms(Map<String, String> words, String name) {
    return words.containsKey(name) ? List.of(words.get(name)) : List.of();
  }
}
