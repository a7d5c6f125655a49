package dev.atrium.platform.data.question;

import dev.atrium.platform.data.query.JoinPaths;
import dev.atrium.platform.data.question.Draft.Rank;
import dev.atrium.platform.data.question.Draft.Shown;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan;
import dev.atrium.spi.data.QueryPlan.Combination;
import dev.atrium.spi.data.QueryPlan.Ordering;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes a plan of a draft. */
final class PlanBuilder {
  private static final List<String> COUNTS =
      List.of("number", "count", "total", "quantity", "amount", "population", "num");

  private final DataSchema layer;
  private final JoinPaths paths;
  private final Draft draft;
  private final Resolver resolver;
  private final FilterBuilder conditions;
  private final List<Expression> outputs = new ArrayList<>();
  private final List<Expression> groups = new ArrayList<>();
  private final List<Ordering> order = new ArrayList<>();
  private final List<Expression> shownIfPlain = new ArrayList<>();
  private int limit;

  /**
   * @param earlier the table of the plan that the question follows up
   */
  PlanBuilder(DataSchema layer, JoinPaths paths, Draft draft, Optional<String> earlier) {
    this.layer = layer;
    this.paths = paths;
    this.draft = draft;
    this.resolver = new Resolver(layer, paths, draft, earlier);
    this.conditions = new FilterBuilder(layer, resolver);
  }

  /** Values that found no place in the plan. */
  List<String> lost() {
    return conditions.lost();
  }

  QueryPlan build() {
    draft.conditions.forEach(conditions::add);
    draft.shown.forEach(this::show);
    draft.flags.forEach(flag -> conditions.flag(flag).ifPresent(outputs::remove));
    draft.asked.forEach(this::asked);
    draft.groups.forEach(this::group);
    draft.rank.ifPresent(this::rank);
    draft.sorted.forEach(this::sort);
    draft.periods.forEach(this::period);
    sumTotals();
    if (outputs.isEmpty()) {
      outputs.add(resolver.title(resolver.main()));
    }
    if (order.isEmpty() && draft.sorted.isEmpty() && draft.direction.isPresent()) {
      order.add(new Ordering(outputs.getFirst(), draft.direction.get()));
    }
    groupShown();
    var filters = withRelations();
    var plan =
        new QueryPlan(
            resolver.main(),
            outputs.stream().distinct().toList(),
            filters,
            groups.stream().distinct().toList(),
            conditions.having(),
            order,
            limit,
            draft.distinct && order.stream().allMatch(one -> outputs.contains(one.by())),
            Optional.empty());
    return both(countOnce(plan));
  }

  private void show(Shown shown) {
    if (shown.aggregate() == Aggregate.COUNT && shown.of().isEmpty()) {
      outputs.add(Expression.rows(resolver.main()));
      return;
    }
    var ref = shown.of().orElseThrow();
    if (ref.table() && shown.aggregate() == Aggregate.COUNT) {
      outputs.add(Expression.rows(ref.meanings().getFirst().table()));
      return;
    }
    resolver.column(ref).ifPresent(column -> outputs.add(aggregated(column, shown.aggregate())));
  }

  /** An aggregate where it means something; counting something with few values counts those. */
  private Expression aggregated(Expression column, Aggregate aggregate) {
    var info = resolver.info(column);
    var number =
        info.filter(one -> one.kind() == Kind.NUMBER && one.role() != Role.KEY).isPresent();
    return switch (aggregate) {
      case SUM, AVERAGE -> number ? column.with(aggregate) : column.with(Aggregate.COUNT);
      case COUNT -> number ? column.with(Aggregate.SUM) : column.with(Aggregate.COUNT_DISTINCT);
      default -> column.with(aggregate);
    };
  }

  private static boolean isCount(DataSchema.Column column) {
    return COUNTS.stream().anyMatch(column.label()::contains);
  }

  private void asked(Draft.Asked asked) {
    var plain = outputs.stream().anyMatch(one -> !one.aggregated());
    if (asked.hint().equals("name") && (plain || !outputs.isEmpty())) {
      return;
    }
    if (asked.hint().equals("name")) {
      outputs.add(resolver.title(resolver.main()));
    } else {
      resolver.hinted(asked.hint()).filter(one -> !outputs.contains(one)).ifPresent(outputs::add);
    }
  }

  private void group(Draft.Ref ref) {
    resolver.column(ref).ifPresent(groups::add);
    if (!ref.table()) {
      resolver.column(ref).ifPresent(shownIfPlain::add);
    }
  }

  /** One row for each year or month: of a column that says it, else of the nearest date. */
  private void period(Grain grain) {
    var said =
        resolver
            .hinted(grain.name().toLowerCase(Locale.ROOT))
            .or(() -> resolver.hinted("date").map(date -> date.with(grain)))
            .map(
                column ->
                    dated(column) && column.grain() == Grain.NONE ? column.with(grain) : column);
    said.ifPresent(
        column -> {
          groups.add(column);
          if (order.isEmpty()) {
            order.add(new Ordering(column, false));
          }
        });
  }

  private boolean dated(Expression column) {
    return resolver
        .info(column)
        .filter(info -> info.kind() == Kind.DATE || info.kind() == Kind.TIMESTAMP)
        .isPresent();
  }

  /** Totals are summed up, unless rows of their own table are asked for. */
  private void sumTotals() {
    outputs.replaceAll(one -> isTotal(one) && !rowsOf(one.table()) ? one.with(Aggregate.SUM) : one);
    order.replaceAll(
        one ->
            isTotal(one.by()) && !rowsOf(one.by().table())
                ? new Ordering(one.by().with(Aggregate.SUM), one.descending())
                : one);
  }

  private boolean isTotal(Expression one) {
    return !one.aggregated()
        && resolver.info(one).filter(info -> info.role() == Role.TOTAL).isPresent();
  }

  /** Whether what is shown names rows of a table. */
  private boolean rowsOf(String table) {
    return outputs.stream()
            .filter(one -> !one.aggregated() && one.table().equals(table))
            .anyMatch(one -> !isTotal(one))
        || outputs.isEmpty() && resolver.main().equals(table);
  }

  private void rank(Rank rank) {
    limit = rank.limit();
    if (rank.hint().equals("?")) {
      return;
    }
    if (rank.frequent()) {
      frequent(rank);
      return;
    }
    if (rank.aggregate() == Aggregate.COUNT && rank.of().isPresent()) {
      byCount(rank);
      return;
    }
    var column = rank.of().flatMap(resolver::column).or(() -> resolver.hinted(rank.hint()));
    if (column.isEmpty()) {
      limit = 0;
      return;
    }
    var number = resolver.info(column.get()).filter(one -> one.kind() == Kind.NUMBER).isPresent();
    var by =
        number && rank.aggregate() != Aggregate.NONE
            ? column.get().with(rank.aggregate())
            : column.get();
    if (outputs.isEmpty() && rank.shownFirst() && draft.tables.isEmpty()) {
      outputs.add(by);
    }
    var aggregatedOutputs = outputs.stream().anyMatch(Expression::aggregated) || !groups.isEmpty();
    if (aggregatedOutputs && !by.aggregated() && number) {
      var shown =
          outputs.stream()
              .filter(one -> one.aggregated() && one.column().equals(by.column()))
              .findFirst();
      order.add(new Ordering(shown.orElse(by.with(Aggregate.SUM)), descends(rank, by)));
    } else {
      order.add(new Ordering(by, descends(rank, by)));
    }
  }

  /** The oldest has the largest age, and the earliest date of birth. */
  private boolean descends(Rank rank, Expression by) {
    var label = resolver.info(by).map(DataSchema.Column::label).orElse("");
    return label.contains("birth") && rank.hint().equals("age")
        ? !rank.descending()
        : rank.descending();
  }

  private void frequent(Rank rank) {
    var ref = rank.of().orElseThrow();
    var column = resolver.column(ref).orElseThrow();
    if (outputs.stream().allMatch(Expression::aggregated)) {
      outputs.addFirst(column);
    }
    groups.addAll(outputs.stream().filter(one -> !one.aggregated()).toList());
    order.add(new Ordering(Expression.rows(resolver.main()), rank.descending()));
  }

  private void byCount(Rank rank) {
    var ref = rank.of().orElseThrow();
    var own =
        ref.meanings().stream()
            .filter(one -> !one.isTable() && one.table().equals(resolver.main()))
            .map(one -> Expression.column(one.table(), one.column()))
            .filter(
                one ->
                    resolver
                        .info(one)
                        .filter(
                            info ->
                                info.kind() == Kind.NUMBER && info.role() == Role.MEASURE
                                    || info.kind() == Kind.NUMBER && info.role() == Role.TOTAL)
                        .isPresent())
            .findFirst();
    if (own.isPresent()) {
      order.add(new Ordering(own.get(), rank.descending()));
      return;
    }
    if (outputs.isEmpty() && groups.isEmpty()) {
      outputs.add(resolver.title(resolver.main()));
    }
    var counted =
        ref.table()
            ? Expression.rows(ref.meanings().getFirst().table())
            : resolver.column(ref).orElseThrow().with(Aggregate.COUNT);
    groups.addAll(outputs.stream().filter(one -> !one.aggregated()).toList());
    order.add(new Ordering(counted, rank.descending()));
  }

  private void sort(Draft.Sorted sorted) {
    var ref = sorted.of().orElseThrow();
    if (sorted.aggregate() == Aggregate.COUNT) {
      order.add(
          new Ordering(
              outputs.stream()
                  .filter(Expression::aggregated)
                  .findFirst()
                  .orElse(
                      ref.table()
                          ? Expression.rows(ref.meanings().getFirst().table())
                          : resolver.column(ref).orElseThrow().with(Aggregate.COUNT)),
              sorted.descending()));
      if (groups.isEmpty()) {
        groups.addAll(outputs.stream().filter(one -> !one.aggregated()).toList());
      }
      return;
    }
    resolver
        .column(ref)
        .ifPresent(
            column -> {
              var number =
                  resolver.info(column).filter(one -> one.kind() == Kind.NUMBER).isPresent();
              var shown =
                  outputs.stream()
                      .filter(one -> one.aggregated() && one.column().equals(column.column()))
                      .findFirst();
              order.add(
                  new Ordering(
                      shown.orElse(number ? column.with(sorted.aggregate()) : column),
                      sorted.descending()));
            });
  }

  /** What is shown beside an aggregate makes groups; what makes groups is shown. */
  private void groupShown() {
    var aggregated =
        outputs.stream().anyMatch(Expression::aggregated)
            || order.stream().anyMatch(one -> one.by().aggregated())
            || !conditions.having().isEmpty();
    if (!aggregated && groups.isEmpty()) {
      return;
    }
    if (!aggregated) {
      shownIfPlain.stream().filter(one -> !outputs.contains(one)).forEach(outputs::add);
      groups.clear();
      return;
    }
    var shownGroups = new ArrayList<>(groups);
    outputs.stream().filter(one -> !one.aggregated()).forEach(groups::add);
    if (outputs.stream().anyMatch(Expression::aggregated) && !sameTableTitle(shownGroups)) {
      shownGroups.stream()
          .filter(one -> !outputs.contains(one))
          .forEach(one -> outputs.addFirst(one));
    }
    order.stream().map(Ordering::by).filter(one -> !one.aggregated()).forEach(groups::add);
    identify();
  }

  /** "the name and number of orders of each customer": the name stands for the group. */
  private boolean sameTableTitle(List<Expression> wanted) {
    return !wanted.isEmpty()
        && wanted.stream()
            .allMatch(
                group ->
                    isTitle(group)
                        && outputs.stream()
                            .anyMatch(
                                one -> !one.aggregated() && one.table().equals(group.table())));
  }

  private boolean isTitle(Expression expression) {
    return resolver.title(expression.table()).equals(expression);
  }

  /** Rows with the same title are different rows: groups are made by their key too. */
  private void identify() {
    for (var group : List.copyOf(groups)) {
      var table = layer.table(group.table()).orElseThrow();
      var distinct = resolver.info(group).map(DataSchema.Column::distinct).orElse(0L);
      var other =
          order.stream()
              .anyMatch(one -> one.by().aggregated() && !one.by().table().equals(group.table()));
      var counts = !conditions.having().isEmpty() || other;
      if (counts && isTitle(group) && distinct < table.rows() && table.key().size() == 1) {
        groups.add(Expression.column(group.table(), table.key().getFirst()));
      }
    }
  }

  private List<Condition> withRelations() {
    var filters = new ArrayList<>(conditions.filters());
    for (var spot : draft.without) {
      if (paths.path(resolver.main(), spot.table()).isPresent()
          && !spot.table().equals(resolver.main())) {
        var inside =
            filters.stream()
                .filter(
                    one ->
                        one instanceof Condition.Compare compare
                            && compare.of().table().equals(spot.table()))
                .toList();
        filters.removeAll(inside);
        filters.add(new Condition.Related(spot.table(), false, inside));
      }
    }
    filters.replaceAll(this::without);
    var used = used(filters);
    for (var spot : draft.tables) {
      var reachable = paths.path(resolver.main(), spot.table());
      if (spot.condition()
          && !used.contains(spot.table())
          && reachable.isPresent()
          && spot.score() >= 0.7) {
        filters.add(new Condition.Related(spot.table(), true, List.of()));
        used.add(spot.table());
      }
    }
    return filters;
  }

  /** Where a row may have several related ones, "not X" means that none of them is X. */
  private Condition without(Condition filter) {
    if (filter instanceof Condition.Compare compare
        && compare.how() == Condition.Comparison.NOT_EQUAL
        && !compare.of().table().equals(resolver.main())
        && paths
            .path(resolver.main(), compare.of().table())
            .filter(way -> way.stream().anyMatch(step -> step.join().toTable().equals(step.from())))
            .isPresent()) {
      var is = new Condition.Compare(compare.of(), Condition.Comparison.EQUAL, compare.values());
      return new Condition.Related(compare.of().table(), false, List.of(is));
    }
    return filter;
  }

  private Set<String> used(List<Condition> filters) {
    var used = new LinkedHashSet<String>(Set.of(resolver.main()));
    outputs.forEach(one -> used.add(one.table()));
    groups.forEach(one -> used.add(one.table()));
    order.forEach(one -> used.add(one.by().table()));
    var all = new ArrayList<>(filters);
    all.addAll(conditions.having());
    for (var one : all) {
      switch (one) {
        case Condition.Compare compare -> used.add(compare.of().table());
        case Condition.CompareWith with -> used.add(with.of().table());
        case Condition.Related related -> used.add(related.table());
        case Condition.AnyOf any -> {}
      }
    }
    return used;
  }

  /** Rows that a join repeats are counted once. */
  private QueryPlan countOnce(QueryPlan plan) {
    var main = layer.table(plan.table()).orElseThrow();
    var counting = plan.outputs().contains(Expression.rows(plan.table()));
    var joined = used(plan.filters()).size() > 1;
    if (!counting || !joined || main.key().size() != 1) {
      return plan;
    }
    var once =
        Expression.column(plan.table(), main.key().getFirst()).with(Aggregate.COUNT_DISTINCT);
    return plan.withOutputs(
        plan.outputs().stream()
            .map(one -> one.equals(Expression.rows(plan.table())) ? once : one)
            .toList());
  }

  /** "both A and B" of one column: rows that meet the one and rows that meet the other. */
  private QueryPlan both(QueryPlan plan) {
    if (!draft.both || plan.outputs().stream().anyMatch(Expression::aggregated)) {
      return plan;
    }
    for (var filter : plan.filters()) {
      if (filter instanceof Condition.Compare compare
          && compare.how() == Condition.Comparison.EQUAL
          && compare.values().size() == 2) {
        var first = only(plan, compare, compare.values().getFirst());
        var second = only(plan, compare, compare.values().getLast());
        return new QueryPlan(
            first.table(),
            first.outputs(),
            first.filters(),
            first.groups(),
            first.having(),
            List.of(),
            0,
            false,
            Optional.of(new Combination(Combination.Kind.INTERSECT, second)));
      }
    }
    return plan;
  }

  private static QueryPlan only(QueryPlan plan, Condition.Compare both, String value) {
    return plan.withFilters(
            plan.filters().stream()
                .map(
                    one ->
                        one.equals(both)
                            ? new Condition.Compare(both.of(), both.how(), List.of(value))
                            : one)
                .toList())
        .withOrder(List.of(), 0);
  }
}
