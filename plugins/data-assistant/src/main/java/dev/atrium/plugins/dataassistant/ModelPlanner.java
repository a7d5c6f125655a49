package dev.atrium.plugins.dataassistant;

import dev.atrium.spi.Prompt;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSource;
import java.util.stream.Collectors;

/** Lets a strong model write the plan, or SQL; what it writes is checked by the host. */
final class ModelPlanner {
  private static final int MOST_TOKENS = 800;
  private static final String PLAN =
      """
      Answer with one JSON object, a query plan, and nothing else. Its keys: table (text), outputs
      and groups (lists of {aggregate, table, column, grain}), filters and having (lists of
      {"kind":"compare", of: {aggregate, table, column, grain}, how, values: [texts]}), order (list of
      {by: {aggregate, table, column, grain}, descending}), limit (0 = none), distinct, combination
      (null). aggregate: NONE, COUNT, COUNT_DISTINCT, SUM, AVERAGE, MINIMUM or MAXIMUM; to count rows
      leave column empty. grain: NONE, YEAR, QUARTER, MONTH, WEEK or DAY. how: EQUAL, NOT_EQUAL,
      LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN, CONTAINS, STARTS_WITH, ENDS_WITH, ABSENT, PRESENT.
      Joins are found for you. If the tables cannot answer, answer: none\
      """;
  private static final String SQL =
      """
      Answer with one PostgreSQL SELECT on these tables and nothing else. If the tables cannot
      answer, answer: none\
      """;

  private final TurnContext context;
  private final DataSource source;

  ModelPlanner(TurnContext context, DataSource source) {
    this.context = context;
    this.source = source;
  }

  /**
   * @throws ScenarioException if the model's plan does not fit
   */
  DataResult byPlan(String question) throws InterruptedException {
    var said = ask(context.content().prompt("plan").orElse(PLAN), question);
    var from = said.indexOf('{');
    var to = said.lastIndexOf('}');
    if (from < 0 || to < from) {
      throw new ScenarioException("The model wrote no plan.");
    }
    return source.run(source.parse(said.substring(from, to + 1)));
  }

  /**
   * @throws ScenarioException if the model's SQL is refused
   */
  DataResult bySql(String question) throws InterruptedException {
    var said = ask(context.content().prompt("sql").orElse(SQL), question);
    return source.runSql(said.replaceAll("```(sql)?", "").strip());
  }

  private String ask(String system, String question) throws InterruptedException {
    var asked = tables() + "\n\nQuestion: " + question;
    return context.models().generate(Prompt.of(system, asked, MOST_TOKENS)).text();
  }

  private String tables() {
    return source.schema().tables().stream()
        .map(
            table ->
                table.name()
                    + "("
                    + table.columns().stream()
                        .map(column -> column.name() + " " + column.kind())
                        .collect(Collectors.joining(", "))
                    + ")")
        .collect(Collectors.joining("\n"));
  }
}
