package dev.atrium.platform.data.query;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Holds a plan to its layer; finds all that is wrong with it at once. */
public final class PlanCheck {
  private static final int DEEPEST = 3;
  private static final int MOST_PARTS = 40;
  private static final int LARGEST_LIMIT = 10_000;
  private static final Set<Aggregate> ARITHMETIC = EnumSet.of(Aggregate.SUM, Aggregate.AVERAGE);

  private final DataSchema layer;
  private final JoinPaths paths;
  private final List<String> problems = new ArrayList<>();

  private PlanCheck(DataSchema layer) {
    this.layer = layer;
    this.paths = new JoinPaths(layer);
  }

  /**
   * @throws AtriumException {@code invalid_plan} with all problems
   */
  public static void check(QueryPlan plan, DataSchema layer) {
    var problems = problems(plan, layer);
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_plan", String.join("\n", problems));
    }
  }

  /** All that is wrong, in words. */
  public static List<String> problems(QueryPlan plan, DataSchema layer) {
    var check = new PlanCheck(layer);
    check.plan(plan, 1);
    return check.problems.stream().distinct().toList();
  }

  private void plan(QueryPlan plan, int depth) {
    if (depth > DEEPEST) {
      problems.add("plans are nested more than " + DEEPEST + " deep");
      return;
    }
    if (layer.table(plan.table()).isEmpty()) {
      problems.add("there is no table " + plan.table());
      return;
    }
    if (plan.outputs().isEmpty()) {
      problems.add("the plan shows nothing");
    }
    bounds(plan);
    plan.outputs().forEach(this::expression);
    plan.groups().forEach(this::expression);
    plan.order().forEach(order -> expression(order.by()));
    plan.filters().forEach(one -> condition(one, false, depth));
    plan.having().forEach(one -> condition(one, true, depth));
    grouping(plan);
    plan.combination().ifPresent(other -> combination(plan, other.plan(), depth));
    if (problems.isEmpty() && paths.tree(plan.table(), PlanTables.of(plan)).isEmpty()) {
      problems.add("the layer joins not all of the tables " + PlanTables.of(plan));
    }
  }

  private void bounds(QueryPlan plan) {
    var parts =
        plan.outputs().size()
            + plan.filters().size()
            + plan.groups().size()
            + plan.having().size()
            + plan.order().size();
    if (parts > MOST_PARTS) {
      problems.add("the plan has more than " + MOST_PARTS + " parts");
    }
    if (plan.limit() < 0 || plan.limit() > LARGEST_LIMIT) {
      problems.add("the limit is not from 0 to " + LARGEST_LIMIT);
    }
  }

  private void combination(QueryPlan plan, QueryPlan other, int depth) {
    if (other.outputs().size() != plan.outputs().size()) {
      problems.add("both parts of a combination must show as many columns");
    }
    plan(other, depth + 1);
  }

  private void expression(Expression expression) {
    var table = layer.table(expression.table());
    if (table.isEmpty()) {
      problems.add("there is no table " + expression.table());
    } else if (expression.column().isEmpty()) {
      if (expression.aggregate() != Aggregate.COUNT) {
        problems.add("only rows can be counted without a column");
      }
    } else if (table.get().column(expression.column()).isEmpty()) {
      problems.add("the table " + expression.table() + " has no column " + expression.column());
    } else {
      kinds(expression, table.get().column(expression.column()).get());
    }
  }

  private void kinds(Expression expression, DataSchema.Column column) {
    var dated = column.kind() == Kind.DATE || column.kind() == Kind.TIMESTAMP;
    if (expression.grain() != Grain.NONE && !dated) {
      problems.add(column.name() + " is no date and has no " + expression.grain());
    }
    if (ARITHMETIC.contains(expression.aggregate())
        && (column.kind() != Kind.NUMBER || column.role() == Role.KEY)) {
      problems.add(column.name() + " is nothing to sum up or average");
    }
  }

  private void condition(Condition condition, boolean onGroups, int depth) {
    switch (condition) {
      case Condition.Compare compare -> compare(compare, onGroups);
      case Condition.CompareWith with -> {
        aggregated(with.of(), onGroups);
        expression(with.of());
        if (with.with().outputs().size() != 1) {
          problems.add("a comparison needs a plan with one output");
        }
        plan(with.with(), depth + 1);
      }
      case Condition.Related related -> {
        if (layer.table(related.table()).isEmpty()) {
          problems.add("there is no table " + related.table());
        }
        related.conditions().forEach(one -> condition(one, false, depth));
      }
      case Condition.AnyOf any -> {
        if (any.conditions().isEmpty()) {
          problems.add("a choice of conditions needs conditions");
        }
        any.conditions().forEach(one -> condition(one, onGroups, depth));
      }
    }
  }

  private void compare(Condition.Compare compare, boolean onGroups) {
    aggregated(compare.of(), onGroups);
    expression(compare.of());
    var fitting =
        switch (compare.how()) {
          case ABSENT, PRESENT -> compare.values().isEmpty();
          case BETWEEN -> compare.values().size() == 2;
          case EQUAL, NOT_EQUAL -> !compare.values().isEmpty();
          default -> compare.values().size() == 1;
        };
    if (!fitting) {
      problems.add(compare.how() + " has the wrong number of values");
    }
    var kind = kind(compare.of());
    for (var value : compare.values()) {
      if (!Values.readable(value, kind)) {
        problems.add("\"" + value + "\" is no " + kind + " to compare with");
      }
    }
  }

  private void aggregated(Expression expression, boolean onGroups) {
    if (expression.aggregated() != onGroups) {
      problems.add(
          onGroups
              ? "conditions on groups compare aggregates"
              : "conditions on rows cannot compare aggregates");
    }
  }

  private Kind kind(Expression expression) {
    return Values.kind(expression, layer);
  }

  private void grouping(QueryPlan plan) {
    var grouped =
        !plan.groups().isEmpty()
            || !plan.having().isEmpty()
            || plan.outputs().stream().anyMatch(Expression::aggregated);
    var shown = new ArrayList<>(plan.outputs());
    plan.order().forEach(order -> shown.add(order.by()));
    for (var one : shown) {
      if (grouped && !one.aggregated() && !plan.groups().contains(one)) {
        problems.add(one.column() + " is neither grouped by nor aggregated");
      }
    }
    for (var order : plan.order()) {
      if (plan.distinct() && !plan.outputs().contains(order.by())) {
        problems.add("rows shown once can be sorted only by what is shown");
      }
    }
    if (!plan.having().isEmpty() && plan.groups().isEmpty()) {
      problems.add("conditions on groups need groups");
    }
    if (plan.groups().stream().anyMatch(Expression::aggregated)) {
      problems.add("aggregates cannot be grouped by");
    }
  }
}
