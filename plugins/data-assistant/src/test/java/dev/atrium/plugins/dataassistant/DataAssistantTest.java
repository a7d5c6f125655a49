package dev.atrium.plugins.dataassistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.contract.ScriptedTurn;
import dev.atrium.spi.contract.ScriptedTurn.Script;
import dev.atrium.spi.data.Data;
import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSource;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataAssistantTest {
  private static final QueryPlan PLAN = QueryPlan.of("orders", List.of(Expression.rows("orders")));
  private static final DataResult RESULT =
      new DataResult(
          List.of(
              new DataResult.Column("country", Kind.TEXT),
              new DataResult.Column("count", Kind.NUMBER)),
          List.of(List.of("Norway", "2"), List.of("Ice|land", "1")),
          false,
          "select 1",
          "number of order");

  private final List<String> asked = new ArrayList<>();
  private final List<Boolean> leaned = new ArrayList<>();

  /** A source that answers all questions about orders with the same rows. */
  private final class Orders implements Data, DataSource {
    @Override
    public List<String> sources() {
      return List.of("orders");
    }

    @Override
    public Optional<DataSource> source(String name) {
      return Optional.of(this);
    }

    @Override
    public DataSchema schema() {
      return new DataSchema("orders", List.of(), List.of());
    }

    @Override
    public Interpretation interpret(
        String question, String language, Optional<QueryPlan> previous) {
      asked.add(question);
      leaned.add(previous.isPresent());
      return question.matches(".*(weather|Delete|删除).*")
          ? new Interpretation.Unanswerable(List.of("weather"))
          : new Interpretation.Planned(PLAN, List.of("left out: soon"));
    }

    @Override
    public DataResult run(QueryPlan plan) {
      return RESULT;
    }

    @Override
    public QueryPlan parse(String json) {
      if (json.contains("orders")) {
        return PLAN;
      }
      throw new ScenarioException("no such plan");
    }

    @Override
    public DataResult runSql(String sql) {
      throw new ScenarioException("refused");
    }
  }

  private ScriptedTurn ask(Script script, String question) throws InterruptedException {
    Scenario scenario = new DataAssistant();
    return script.withData(new Orders()).run(scenario, question);
  }

  @Test
  void answer_showsTableChartPlanAssumptionsAndSql() throws InterruptedException {
    var turn = ask(Script.empty(), "How many orders per country?");
    assertThat(turn.said())
        .contains("| Norway | 2 |", "| Ice\\|land | 1 |", "\"mark\":\"bar\"")
        .contains("Read as: number of order", "Assumed: left out: soon", "```sql\nselect 1");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.ANSWERED);
  }

  @Test
  void answer_notInTheData_saysWhatIsMissing() throws InterruptedException {
    assertThat(ask(Script.empty(), "How is the weather?").said())
        .isEqualTo("The data cannot answer that: it knows nothing called weather.");
  }

  @Test
  void answer_orderToChangeTheData_saysThatItOnlyReads() throws InterruptedException {
    assertThat(ask(Script.empty(), "Delete all orders").said())
        .isEqualTo("I can only read the data, not change it.");
    assertThat(ask(Script.empty(), "请删除所有订单").said()).isEqualTo("我只能查询数据，不能修改数据。");
  }

  @Test
  void answer_chineseQuestion_isAnsweredInChinese() throws InterruptedException {
    assertThat(ask(Script.empty(), "每个国家有多少订单？").said()).contains("问题理解为：");
  }

  @Test
  void followUp_leansOnTheQuestionBefore() throws InterruptedException {
    var state = Map.of(DataAssistant.QUESTIONS, "How many orders in Norway?");
    ask(Script.empty().withState(state), "And in France?");
    assertThat(asked).containsExactly("How many orders in Norway?", "And in France?");
    assertThat(leaned).containsExactly(false, true);
  }

  @Test
  void newQuestion_leansOnNothing() throws InterruptedException {
    var state = Map.of(DataAssistant.QUESTIONS, "How many orders in Norway?");
    ask(Script.empty().withState(state), "How many customers are there?");
    assertThat(asked).containsExactly("How many customers are there?");
  }

  @Test
  void modelsPlan_isUsedWhereItFits_elseTheRulesAnswer() throws InterruptedException {
    var model = Script.empty().withSettings(Map.of("planner", "model"));
    ask(model.withModel(prompt -> "{\"table\": \"orders\"}"), "How many orders?");
    assertThat(asked).isEmpty();
    ask(model.withModel(prompt -> "{\"table\": \"secrets\"}"), "How many orders?");
    assertThat(asked).containsExactly("How many orders?");
  }

  @Test
  void modelsSql_thatIsRefused_isNotRun() throws InterruptedException {
    var model = Script.empty().withSettings(Map.of("planner", "sql"));
    ask(model.withModel(prompt -> "DROP TABLE orders"), "How many orders?");
    assertThat(asked).containsExactly("How many orders?");
  }

  @Test
  void withoutASource_saysSo() throws InterruptedException {
    assertThat(Script.empty().run(new DataAssistant(), "How many orders?").said())
        .isEqualTo("There is no data source to ask yet.");
  }
}
