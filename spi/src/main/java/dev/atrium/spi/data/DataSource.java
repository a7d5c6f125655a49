package dev.atrium.spi.data;

import dev.atrium.spi.ScenarioException;
import java.util.Optional;

/** One of the tenant's databases, read through its semantic layer. Nothing here can write. */
public interface DataSource {
  /** What the source holds, in words and names. */
  DataSchema schema();

  /**
   * Finds the plan that a question means, by rules alone, without a model.
   *
   * @param language two letters
   * @param previous the plan that a follow-up question leans on
   */
  Interpretation interpret(String question, String language, Optional<QueryPlan> previous)
      throws InterruptedException;

  /**
   * Checks a plan against the layer and runs it, read-only, within time, row and cost limits.
   *
   * @throws ScenarioException with all that is wrong with the plan, or with the limit it met
   */
  DataResult run(QueryPlan plan) throws InterruptedException;

  /**
   * Reads a plan that a model wrote as JSON.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  QueryPlan parse(String json);

  /**
   * Parses SQL that a model wrote, refuses all but one plain query on the layer's tables, and runs
   * what is left as {@link #run} does.
   *
   * @throws ScenarioException with the reason of the refusal
   */
  DataResult runSql(String sql) throws InterruptedException;
}
