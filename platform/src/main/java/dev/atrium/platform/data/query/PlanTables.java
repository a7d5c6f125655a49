package dev.atrium.platform.data.query;

import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.QueryPlan;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which tables a plan's rows are made of; those of nested plans are their own. */
final class PlanTables {
  private PlanTables() {}

  static Set<String> of(QueryPlan plan) {
    var tables = new LinkedHashSet<String>();
    tables.add(plan.table());
    addExpressions(plan.outputs(), tables);
    addExpressions(plan.groups(), tables);
    plan.order().forEach(order -> tables.add(order.by().table()));
    tables.addAll(ofConditions(plan.filters()));
    tables.addAll(ofConditions(plan.having()));
    return tables;
  }

  static Set<String> ofConditions(Collection<Condition> conditions) {
    var tables = new LinkedHashSet<String>();
    for (var condition : conditions) {
      switch (condition) {
        case Condition.Compare compare -> tables.add(compare.of().table());
        case Condition.CompareWith compare -> tables.add(compare.of().table());
        case Condition.Related related -> {}
        case Condition.AnyOf any -> tables.addAll(ofConditions(any.conditions()));
      }
    }
    return tables;
  }

  private static void addExpressions(List<Expression> expressions, Set<String> tables) {
    expressions.forEach(one -> tables.add(one.table()));
  }
}
