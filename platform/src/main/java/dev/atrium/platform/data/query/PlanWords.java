package dev.atrium.platform.data.query;

import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says a plan in plain English. */
public final class PlanWords {
  private final DataSchema layer;

  public PlanWords(DataSchema layer) {
    this.layer = layer;
  }

  public String say(QueryPlan plan) {
    var words = new StringBuilder(plan.distinct() ? "Different " : "");
    words.append(list(plan.outputs().stream().map(this::expression).toList(), " and "));
    words.append(" of ").append(table(plan.table()));
    if (!plan.filters().isEmpty()) {
      words.append(" where ").append(conditions(plan.filters(), " and "));
    }
    if (!plan.groups().isEmpty()) {
      words.append(", for each ");
      words.append(list(plan.groups().stream().map(this::expression).toList(), " and "));
    }
    if (!plan.having().isEmpty()) {
      words.append(", only where ").append(conditions(plan.having(), " and "));
    }
    order(plan, words);
    if (plan.limit() > 0) {
      words.append(", the first ").append(plan.limit());
    }
    plan.combination()
        .ifPresent(other -> words.append(", ").append(joined(other)).append(say(other.plan())));
    return words.toString();
  }

  private static String joined(QueryPlan.Combination other) {
    return switch (other.kind()) {
      case UNION -> "together with: ";
      case INTERSECT -> "as far as also among: ";
      case EXCEPT -> "without: ";
    };
  }

  private void order(QueryPlan plan, StringBuilder words) {
    if (!plan.order().isEmpty()) {
      words.append(", sorted by ");
      words.append(
          list(
              plan.order().stream()
                  .map(one -> expression(one.by()) + (one.descending() ? " (largest first)" : ""))
                  .toList(),
              " then "));
    }
  }

  /** An expression in words. */
  public String expression(Expression expression) {
    var subject = expression.column().isEmpty() ? table(expression.table()) : column(expression);
    var grained =
        expression.grain() == Grain.NONE
            ? subject
            : expression.grain().name().toLowerCase(Locale.ROOT) + " of " + subject;
    return switch (expression.aggregate()) {
      case NONE -> grained;
      case COUNT -> "number of " + grained;
      case COUNT_DISTINCT -> "number of different " + grained;
      case SUM -> "total " + grained;
      case AVERAGE -> "average " + grained;
      case MINIMUM -> "smallest " + grained;
      case MAXIMUM -> "largest " + grained;
    };
  }

  /** A column in words, with its table unless its name says it. */
  private String column(Expression expression) {
    var label =
        layer
            .table(expression.table())
            .flatMap(table -> table.column(expression.column()))
            .map(DataSchema.Column::label)
            .orElse(expression.column());
    var table = table(expression.table());
    return label.contains(table) ? label : table + " " + label;
  }

  private String table(String name) {
    return layer.table(name).map(DataSchema.Table::label).orElse(name);
  }

  private String conditions(List<Condition> conditions, String between) {
    return conditions.stream().map(this::condition).collect(Collectors.joining(between));
  }

  private String condition(Condition condition) {
    return switch (condition) {
      case Condition.Compare compare ->
          (expression(compare.of())
                  + " "
                  + how(compare.how())
                  + " "
                  + list(compare.values(), between(compare.how())))
              .strip();
      case Condition.CompareWith with ->
          expression(with.of()) + " " + how(with.how()) + " the " + say(with.with());
      case Condition.Related related ->
          (related.exists() ? "there is " : "there is no ")
              + table(related.table())
              + (related.conditions().isEmpty()
                  ? ""
                  : " with " + conditions(related.conditions(), " and "));
      case Condition.AnyOf any -> "(" + conditions(any.conditions(), " or ") + ")";
    };
  }

  private static String how(Condition.Comparison how) {
    return switch (how) {
      case EQUAL -> "is";
      case NOT_EQUAL -> "is not";
      case LESS -> "is less than";
      case AT_MOST -> "is at most";
      case GREATER -> "is more than";
      case AT_LEAST -> "is at least";
      case BETWEEN -> "is between";
      case CONTAINS -> "contains";
      case STARTS_WITH -> "starts with";
      case ENDS_WITH -> "ends with";
      case ABSENT -> "is not given";
      case PRESENT -> "is given";
    };
  }

  private static String between(Condition.Comparison how) {
    return how == Condition.Comparison.BETWEEN ? " and " : " or ";
  }

  private static String list(List<String> items, String last) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return String.join(", ", items.subList(0, items.size() - 1)) + last + items.getLast();
  }
}
