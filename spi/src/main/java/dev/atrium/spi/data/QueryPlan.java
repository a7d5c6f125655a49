package dev.atrium.spi.data;

import java.util.List;
import java.util.Optional;

/**
 * A question put in terms of a {@link DataSchema}. The joins are not said: the host finds them.
 *
 * @param table what the rows are about; counting without a column counts its rows
 * @param outputs what is shown, at least one
 * @param filters all must hold
 * @param groups one row of the answer for each of their combinations; empty: all rows, or one total
 *     if every output is aggregated
 * @param having conditions on aggregates; all must hold
 * @param limit rows at most; 0 = no limit
 * @param distinct whether equal rows are shown once
 * @param combination a second plan with as many outputs, set against this one
 */
public record QueryPlan(
    String table,
    List<Expression> outputs,
    List<Condition> filters,
    List<Expression> groups,
    List<Condition> having,
    List<Ordering> order,
    int limit,
    boolean distinct,
    Optional<Combination> combination) {
  public QueryPlan {
    outputs = List.copyOf(outputs);
    filters = List.copyOf(filters);
    groups = List.copyOf(groups);
    having = List.copyOf(having);
    order = List.copyOf(order);
  }

  /** A plan that shows columns of a table's rows. */
  public static QueryPlan of(String table, List<Expression> outputs) {
    return new QueryPlan(
        table, outputs, List.of(), List.of(), List.of(), List.of(), 0, false, Optional.empty());
  }

  public QueryPlan withFilters(List<Condition> other) {
    return new QueryPlan(
        table, outputs, other, groups, having, order, limit, distinct, combination);
  }

  public QueryPlan withOutputs(List<Expression> other) {
    return new QueryPlan(
        table, other, filters, groups, having, order, limit, distinct, combination);
  }

  public QueryPlan withGroups(List<Expression> other) {
    return new QueryPlan(
        table, outputs, filters, other, having, order, limit, distinct, combination);
  }

  public QueryPlan withOrder(List<Ordering> other, int most) {
    return new QueryPlan(
        table, outputs, filters, groups, having, other, most, distinct, combination);
  }

  /** By what rows are sorted. */
  public record Ordering(Expression by, boolean descending) {}

  /** How a second plan's rows change the first's. */
  public record Combination(Kind kind, QueryPlan plan) {
    /** As in SQL, equal rows once. */
    public enum Kind {
      UNION,
      INTERSECT,
      EXCEPT
    }
  }
}
