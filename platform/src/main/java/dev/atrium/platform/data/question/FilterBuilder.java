package dev.atrium.platform.data.question;

import dev.atrium.platform.data.question.Draft.Wanted;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a question wants of rows into conditions on columns. */
final class FilterBuilder {
  private static final int EARLIEST_YEAR = 1000;
  private static final int LATEST_YEAR = 2999;

  private final DataSchema layer;
  private final Resolver resolver;
  private final List<Condition> filters = new ArrayList<>();
  private final List<Condition> having = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  FilterBuilder(DataSchema layer, Resolver resolver) {
    this.layer = layer;
    this.resolver = resolver;
  }

  List<Condition> filters() {
    return filters;
  }

  List<Condition> having() {
    return having;
  }

  /** Values that no column could be found for. */
  List<String> lost() {
    return lost;
  }

  /** A column of truth values that is named restricts rows to those where it holds. */
  Optional<Expression> flag(Draft.Flag flag) {
    var column =
        resolver
            .column(flag.of())
            .filter(
                one -> resolver.info(one).filter(info -> info.kind() == Kind.BOOLEAN).isPresent());
    column.ifPresent(
        one ->
            filters.add(
                new Condition.Compare(
                    one, Comparison.EQUAL, List.of(flag.not() ? "false" : "true"))));
    return column;
  }

  void add(Wanted wanted) {
    if (wanted.than().isPresent()) {
      than(wanted);
    } else if (!wanted.places().isEmpty()) {
      placed(wanted);
    } else if (wanted.hint().equals("#")) {
      counted(wanted);
    } else {
      literal(wanted);
    }
  }

  private void than(Wanted wanted) {
    var column = wanted.of().flatMap(resolver::column);
    if (column.isEmpty() || resolver.info(column.get()).filter(this::measurable).isEmpty()) {
      lost.addAll(wanted.values());
      return;
    }
    var inner =
        QueryPlan.of(column.get().table(), List.of(column.get().with(wanted.than().orElseThrow())));
    filters.add(new Condition.CompareWith(column.get(), wanted.how(), inner));
  }

  private boolean measurable(DataSchema.Column column) {
    return column.kind() == Kind.NUMBER && column.role() != Role.KEY;
  }

  private void placed(Wanted wanted) {
    var found = resolver.place(wanted).orElseThrow();
    var column = Expression.column(found.table(), found.column());
    var how =
        wanted.how() == Comparison.EQUAL && wanted.not() ? Comparison.NOT_EQUAL : wanted.how();
    join(column, how, found.text(), wanted);
  }

  /** Two values of one column: either of them. */
  private void join(Expression column, Comparison how, String text, Wanted wanted) {
    if (!filters.isEmpty()
        && filters.getLast() instanceof Condition.Compare last
        && last.of().equals(column)
        && last.how() == how
        && (how == Comparison.EQUAL || how == Comparison.NOT_EQUAL)) {
      var both = new ArrayList<>(last.values());
      both.add(text);
      filters.removeLast();
      filters.add(new Condition.Compare(column, how, both));
      return;
    }
    put(new Condition.Compare(column, how, List.of(text)), wanted);
  }

  private void put(Condition condition, Wanted wanted) {
    if (wanted.alternative() && !filters.isEmpty()) {
      var either = List.of(filters.removeLast(), condition);
      filters.add(new Condition.AnyOf(either));
    } else {
      filters.add(condition);
    }
  }

  /** "more than 3 orders": their number, unless a column of the table itself says it. */
  private void counted(Wanted wanted) {
    var ref = wanted.of().orElseThrow();
    var numeric =
        ref.meanings().stream()
            .filter(one -> !one.isTable() && one.table().equals(resolver.main()))
            .map(one -> Expression.column(one.table(), one.column()))
            .filter(one -> resolver.info(one).filter(this::measurable).isPresent())
            .findFirst();
    if (numeric.isPresent()) {
      put(new Condition.Compare(numeric.get(), wanted.how(), wanted.values()), wanted);
      return;
    }
    var of =
        ref.table()
            ? Expression.rows(ref.meanings().getFirst().table())
            : resolver.column(ref).orElseThrow().with(Aggregate.COUNT);
    if (!ref.table() && resolver.info(of).filter(this::measurable).isPresent()) {
      put(new Condition.Compare(of.with(Aggregate.NONE), wanted.how(), wanted.values()), wanted);
    } else {
      having.add(new Condition.Compare(of, wanted.how(), wanted.values()));
    }
  }

  private void literal(Wanted wanted) {
    if (wanted.how() == Comparison.ABSENT) {
      wanted
          .of()
          .flatMap(resolver::column)
          .ifPresent(one -> filters.add(new Condition.Compare(one, Comparison.ABSENT, List.of())));
      return;
    }
    if (wanted.hint().startsWith("@")) {
      aggregated(wanted);
      return;
    }
    var column = wanted.of().filter(Draft.Ref::table).isPresent() ? key(wanted) : column(wanted);
    if (column.isEmpty()) {
      lost.addAll(wanted.values());
      return;
    }
    var compared = compare(column.get(), wanted);
    if (compared.isEmpty()) {
      lost.addAll(wanted.values());
    } else {
      put(compared.get(), wanted);
    }
  }

  /** "order 10005": the table's key has the value. */
  private Optional<Expression> key(Wanted wanted) {
    var table = layer.table(wanted.of().orElseThrow().meanings().getFirst().table()).orElseThrow();
    return table.key().size() == 1
        ? Optional.of(Expression.column(table.name(), table.key().getFirst()))
        : column(wanted);
  }

  private void aggregated(Wanted wanted) {
    var column = wanted.of().flatMap(resolver::column);
    if (column.isPresent() && resolver.info(column.get()).filter(this::measurable).isPresent()) {
      var aggregate = Aggregate.valueOf(wanted.hint().substring(1));
      having.add(
          new Condition.Compare(column.get().with(aggregate), wanted.how(), wanted.values()));
    }
  }

  private Optional<Expression> column(Wanted wanted) {
    var numeric = wanted.values().stream().allMatch(FilterBuilder::isNumber);
    var named = wanted.of().flatMap(resolver::column);
    if (named.isPresent() && fits(named.get(), numeric, wanted)) {
      return named;
    }
    if (!wanted.hint().isEmpty()) {
      var hinted = resolver.hinted(wanted.hint());
      if (hinted.isPresent()) {
        return hinted;
      }
    }
    if (numeric && wanted.values().stream().allMatch(FilterBuilder::isYear)) {
      var year = resolver.hinted("date");
      if (year.isPresent()) {
        return year;
      }
    }
    if (wanted.values().stream().allMatch(FilterBuilder::isDate)) {
      return resolver.hinted("date");
    }
    if (!numeric) {
      return named.or(() -> Optional.of(resolver.title(resolver.main())));
    }
    return only(resolver.main());
  }

  private boolean fits(Expression column, boolean numeric, Wanted wanted) {
    var info = resolver.info(column);
    if (info.isEmpty()) {
      return false;
    }
    return switch (info.get().kind()) {
      case NUMBER -> numeric && !(info.get().role() == Role.TOTAL && inYear(wanted));
      case DATE, TIMESTAMP -> wanted.values().stream().allMatch(one -> isYear(one) || isDate(one));
      case TEXT ->
          !numeric
              || numericSamples(info.get())
              || equalish(wanted.how())
                  && !wanted.values().stream().allMatch(FilterBuilder::isYear);
      default -> false;
    };
  }

  /** "the highest revenue in 2024": a total is no year. */
  private static boolean inYear(Wanted wanted) {
    return wanted.how() == Comparison.EQUAL
        && wanted.values().stream().allMatch(FilterBuilder::isYear);
  }

  private static boolean equalish(Comparison how) {
    return switch (how) {
      case LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN -> false;
      default -> true;
    };
  }

  private static boolean numericSamples(DataSchema.Column column) {
    return !column.samples().isEmpty()
        && column.samples().stream().allMatch(FilterBuilder::isNumber);
  }

  /** The one number that a table holds, if it is one. */
  private Optional<Expression> only(String table) {
    var numbers =
        layer.table(table).orElseThrow().columns().stream().filter(this::measurable).toList();
    return numbers.size() == 1
        ? Optional.of(Expression.column(table, numbers.getFirst().name()))
        : Optional.empty();
  }

  private Optional<Condition> compare(Expression column, Wanted wanted) {
    var kind = resolver.info(column).map(DataSchema.Column::kind).orElse(Kind.OTHER);
    var how =
        wanted.not() && wanted.how() == Comparison.EQUAL ? Comparison.NOT_EQUAL : wanted.how();
    var years = wanted.values().stream().allMatch(FilterBuilder::isYear);
    var dated = kind == Kind.DATE || kind == Kind.TIMESTAMP;
    if (dated && years) {
      return Optional.of(new Condition.Compare(column.with(Grain.YEAR), how, wanted.values()));
    }
    var readable =
        switch (kind) {
          case NUMBER -> wanted.values().stream().allMatch(FilterBuilder::isNumber);
          case DATE, TIMESTAMP -> wanted.values().stream().allMatch(FilterBuilder::isDate);
          case TEXT -> true;
          default -> false;
        };
    if (!readable || how == Comparison.BETWEEN && wanted.values().size() != 2) {
      return Optional.empty();
    }
    return Optional.of(new Condition.Compare(column, how, wanted.values()));
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d{1,18}(\\.\\d{1,10})?");
  }

  private static boolean isYear(String text) {
    return text.matches("\\d{4}")
        && Integer.parseInt(text) >= EARLIEST_YEAR
        && Integer.parseInt(text) <= LATEST_YEAR;
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).getYear() >= EARLIEST_YEAR;
    } catch (DateTimeParseException none) {
      return false;
    }
  }
}
