package dev.atrium.platform.data;

import dev.atrium.platform.data.layer.LayerDrafter;
import dev.atrium.platform.data.layer.ValueIndex;
import dev.atrium.platform.data.query.GuardedQueries;
import dev.atrium.platform.data.query.PlanJson;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.data.question.QuestionPlanner;
import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSource;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A database that was opened with its layer. Immutable; failures are AtriumExceptions. */
public final class OpenSource implements DataSource {
  private static final QueryLimits OPENING =
      new QueryLimits(Duration.ofSeconds(60), QueryLimits.USUAL.rows(), QueryLimits.USUAL.cost());

  private final DataSchema layer;
  private final QuestionPlanner planner;
  private final GuardedQueries queries;

  private OpenSource(DataSchema layer, QuestionPlanner planner, GuardedQueries queries) {
    this.layer = layer;
    this.planner = planner;
    this.queries = queries;
  }

  /** Opens a database whose layer is drafted from what it holds. */
  public static OpenSource draft(
      ReadOnlyConnections connections, String name, boolean oneSchema, QueryLimits limits) {
    return open(connections, draftLayer(connections, name, oneSchema), limits);
  }

  /** The layer that a database's own catalogue and values give. */
  static DataSchema draftLayer(ReadOnlyConnections connections, String name, boolean oneSchema) {
    return connections.lend(OPENING, connection -> LayerDrafter.draft(connection, name, oneSchema));
  }

  /** Opens a database with a layer that is there already; reads the values to recognise. */
  public static OpenSource open(
      ReadOnlyConnections connections, DataSchema layer, QueryLimits limits) {
    return open(connections, layer, List.of(), limits);
  }

  /**
   * The same with the words of a tenant.
   *
   * @param synonyms groups of words that mean the same, values among them
   */
  public static OpenSource open(
      ReadOnlyConnections connections,
      DataSchema layer,
      List<List<String>> synonyms,
      QueryLimits limits) {
    var values =
        connections.lend(OPENING, connection -> ValueIndex.read(connection, layer)).with(synonyms);
    return new OpenSource(
        layer, new QuestionPlanner(layer, values), new GuardedQueries(connections, limits, layer));
  }

  @Override
  public DataSchema schema() {
    return layer;
  }

  @Override
  public Interpretation interpret(String question, String language, Optional<QueryPlan> previous) {
    return planner.interpret(question, previous);
  }

  @Override
  public DataResult run(QueryPlan plan) {
    return queries.run(plan);
  }

  /** The SQL that a plan becomes, after its check. */
  public String sql(QueryPlan plan) {
    return queries.sql(plan);
  }

  @Override
  public QueryPlan parse(String json) {
    return PlanJson.read(json, layer);
  }

  @Override
  public DataResult runSql(String sql) {
    return queries.runSql(sql);
  }
}
