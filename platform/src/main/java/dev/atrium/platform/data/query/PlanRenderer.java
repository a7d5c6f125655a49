package dev.atrium.platform.data.query;

import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Renders a checked plan as a jOOQ query. Values reach SQL through jOOQ alone. */
public final class PlanRenderer {
  private final DataSchema layer;
  private final JoinPaths paths;
  private final Map<String, DataSchema.Table> tables = new HashMap<>();
  private final ConditionRenderer conditions;

  public PlanRenderer(DataSchema layer) {
    this.layer = layer;
    this.paths = new JoinPaths(layer);
    layer.tables().forEach(table -> tables.put(table.name(), table));
    this.conditions = new ConditionRenderer(this, paths);
  }

  /** A context that only writes SQL. */
  static DSLContext dialect() {
    return DSL.using(SQLDialect.POSTGRES, new Settings().withRenderFormatted(false));
  }

  public Select<Record> render(QueryPlan plan) {
    if (plan.combination().isEmpty()) {
      return select(plan);
    }
    var other = plan.combination().get();
    var first = select(plan);
    var second = select(other.plan());
    return switch (other.kind()) {
      case UNION -> first.union(second);
      case INTERSECT -> first.intersect(second);
      case EXCEPT -> first.except(second);
    };
  }

  private Select<Record> select(QueryPlan plan) {
    var start = DSL.select(shown(plan));
    var from = (plan.distinct() ? DSL.selectDistinct(shown(plan)) : start).from(joined(plan));
    var where = from.where(conditions.all(plan.filters(), plan.table()));
    var grouped =
        plan.groups().isEmpty() && plan.having().isEmpty()
            ? where
            : where.groupBy(plan.groups().stream().map(this::field).toList());
    var sorted =
        plan.having().isEmpty()
            ? grouped.orderBy(order(plan))
            : where
                .groupBy(plan.groups().stream().map(this::field).toList())
                .having(conditions.all(plan.having(), plan.table()))
                .orderBy(order(plan));
    return plan.limit() == 0 ? sorted : sorted.limit(plan.limit());
  }

  private List<SelectFieldOrAsterisk> shown(QueryPlan plan) {
    var fields = new ArrayList<SelectFieldOrAsterisk>();
    plan.outputs().forEach(output -> fields.add(field(output).as(alias(output))));
    return fields;
  }

  /** What an output is called. */
  static String alias(Expression output) {
    var subject = output.column().isEmpty() ? output.table() : output.column();
    var name =
        switch (output.aggregate()) {
          case NONE -> subject;
          case COUNT -> output.column().isEmpty() ? "count" : "count_" + subject;
          case COUNT_DISTINCT -> "count_distinct_" + subject;
          case SUM -> "total_" + subject;
          case AVERAGE -> "average_" + subject;
          case MINIMUM -> "minimum_" + subject;
          case MAXIMUM -> "maximum_" + subject;
        };
    return output.grain() == Grain.NONE
        ? name
        : name + "_" + output.grain().name().toLowerCase(java.util.Locale.ROOT);
  }

  private List<SortField<?>> order(QueryPlan plan) {
    var order = new ArrayList<SortField<?>>();
    for (var one : plan.order()) {
      var field = field(one.by());
      order.add(one.descending() ? field.desc().nullsLast() : field.asc());
    }
    return order;
  }

  private Table<?> joined(QueryPlan plan) {
    var steps = paths.tree(plan.table(), PlanTables.of(plan)).orElseThrow();
    return join(table(plan.table()), steps);
  }

  Table<?> join(Table<?> first, List<JoinPaths.Step> steps) {
    Table<?> joined = first;
    for (var step : steps) {
      joined = joined.join(table(step.to())).on(on(step.join()));
    }
    return joined;
  }

  /** Compared as text where the two columns are of different kinds. */
  Condition on(DataSchema.Join join) {
    var one = named(join.table(), join.column());
    var other = named(join.toTable(), join.toColumn());
    var same = kind(join.table(), join.column()) == kind(join.toTable(), join.toColumn());
    return same ? one.eq(other) : one.cast(SQLDataType.CLOB).eq(other.cast(SQLDataType.CLOB));
  }

  Kind kind(Expression expression) {
    return Values.kind(expression, layer);
  }

  private Kind kind(String table, String column) {
    return kind(Expression.column(table, column));
  }

  Table<Record> table(String name) {
    var table = found(name);
    return DSL.table(DSL.name(table.place(), bare(table)));
  }

  Field<Object> named(String table, String column) {
    var found = found(table);
    return DSL.field(DSL.name(found.place(), bare(found), column));
  }

  /** The table's name within its place. */
  static String bare(DataSchema.Table table) {
    var prefix = table.place() + ".";
    return table.name().startsWith(prefix) ? table.name().substring(prefix.length()) : table.name();
  }

  private DataSchema.Table found(String name) {
    var table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("The plan was not checked: no table " + name);
    }
    return table;
  }

  Field<?> field(Expression expression) {
    if (expression.column().isEmpty()) {
      return DSL.count();
    }
    var column = named(expression.table(), expression.column());
    return aggregate(expression.aggregate(), grained(column, expression.grain()));
  }

  /** A year as its number, other parts of a date as the day that they begin. */
  private static Field<?> grained(Field<Object> column, Grain grain) {
    var time = column.coerce(SQLDataType.TIMESTAMP);
    return switch (grain) {
      case NONE -> column;
      case YEAR -> DSL.extract(time, DatePart.YEAR);
      case QUARTER -> DSL.trunc(time, DatePart.QUARTER).cast(SQLDataType.DATE);
      case MONTH -> DSL.trunc(time, DatePart.MONTH).cast(SQLDataType.DATE);
      case WEEK -> DSL.trunc(time, DatePart.WEEK).cast(SQLDataType.DATE);
      case DAY -> column.cast(SQLDataType.DATE);
    };
  }

  private static Field<?> aggregate(Aggregate aggregate, Field<?> field) {
    var number = field.coerce(SQLDataType.NUMERIC);
    return switch (aggregate) {
      case NONE -> field;
      case COUNT -> DSL.count(field);
      case COUNT_DISTINCT -> DSL.countDistinct(field);
      case SUM -> DSL.sum(number);
      case AVERAGE -> DSL.avg(number);
      case MINIMUM -> DSL.min(field);
      case MAXIMUM -> DSL.max(field);
    };
  }
}
