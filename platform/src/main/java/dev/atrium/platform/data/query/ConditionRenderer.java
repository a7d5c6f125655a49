package dev.atrium.platform.data.query;

import dev.atrium.spi.data.Condition.AnyOf;
import dev.atrium.spi.data.Condition.Compare;
import dev.atrium.spi.data.Condition.CompareWith;
import dev.atrium.spi.data.Condition.Related;
import dev.atrium.spi.data.DataSchema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Renders a plan's conditions. */
final class ConditionRenderer {
  private final PlanRenderer plans;
  private final JoinPaths paths;

  ConditionRenderer(PlanRenderer plans, JoinPaths paths) {
    this.plans = plans;
    this.paths = paths;
  }

  /**
   * @param root the table whose rows must meet them
   */
  Condition all(List<dev.atrium.spi.data.Condition> conditions, String root) {
    return DSL.and(conditions.stream().map(one -> one(one, root)).toList());
  }

  private Condition one(dev.atrium.spi.data.Condition condition, String root) {
    return switch (condition) {
      case Compare compare -> compare(compare);
      case CompareWith with -> with(with);
      case Related related -> related(related, root);
      case AnyOf any -> DSL.or(any.conditions().stream().map(one -> one(one, root)).toList());
    };
  }

  private Condition with(CompareWith with) {
    var value = plans.render(with.with()).asField().coerce(Object.class);
    var field = plans.field(with.of()).coerce(Object.class);
    return switch (with.how()) {
      case NOT_EQUAL -> field.ne(value);
      case LESS -> field.lt(value);
      case AT_MOST -> field.le(value);
      case GREATER -> field.gt(value);
      case AT_LEAST -> field.ge(value);
      default -> field.eq(value);
    };
  }

  private Condition related(Related related, String root) {
    var tables = new ArrayList<>(PlanTables.ofConditions(related.conditions()));
    tables.add(related.table());
    var steps = paths.tree(root, tables).orElseThrow();
    if (steps.isEmpty()) {
      var all = all(related.conditions(), root);
      return related.exists() ? all : DSL.not(all);
    }
    var first = steps.getFirst();
    var rest =
        DSL.selectOne()
            .from(plans.join(plans.table(first.to()), steps.subList(1, steps.size())))
            .where(plans.on(first.join()))
            .and(all(related.conditions(), related.table()));
    return related.exists() ? DSL.exists(rest) : DSL.notExists(rest);
  }

  private Condition compare(Compare compare) {
    var field = plans.field(compare.of());
    var kind = plans.kind(compare.of());
    return switch (compare.how()) {
      case ABSENT -> field.isNull();
      case PRESENT -> field.isNotNull();
      case CONTAINS, STARTS_WITH, ENDS_WITH -> like(compare, field);
      default -> values(compare, comparable(field, kind), kind);
    };
  }

  private static Condition like(Compare compare, Field<?> field) {
    var text = text(field);
    var value = compare.values().getFirst().toLowerCase(Locale.ROOT);
    return switch (compare.how()) {
      case STARTS_WITH -> text.startsWith(value);
      case ENDS_WITH -> text.endsWith(value);
      default -> text.contains(value);
    };
  }

  private static Condition values(Compare compare, Field<Object> field, Kind kind) {
    var values =
        compare.values().stream()
            .map(value -> kind == Kind.TEXT ? value.toLowerCase(Locale.ROOT) : value)
            .map(value -> Values.read(value, kind))
            .toList();
    var first = values.getFirst();
    return switch (compare.how()) {
      case EQUAL -> values.size() == 1 ? field.eq(first) : field.in(values);
      case NOT_EQUAL -> values.size() == 1 ? field.ne(first) : field.notIn(values);
      case LESS -> field.lt(first);
      case AT_MOST -> field.le(first);
      case GREATER -> field.gt(first);
      case AT_LEAST -> field.ge(first);
      case BETWEEN -> field.between(first, values.getLast());
      default -> throw new IllegalArgumentException(compare.how().name());
    };
  }

  private static Field<Object> comparable(Field<?> field, Kind kind) {
    return switch (kind) {
      case TEXT, OTHER -> text(field).coerce(Object.class);
      case TIMESTAMP -> field.cast(SQLDataType.LOCALDATE).coerce(Object.class);
      default -> field.coerce(Object.class);
    };
  }

  private static Field<String> text(Field<?> field) {
    return DSL.lower(field.cast(SQLDataType.CLOB));
  }
}
