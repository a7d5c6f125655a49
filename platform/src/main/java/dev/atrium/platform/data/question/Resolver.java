package dev.atrium.platform.data.question;

import dev.atrium.platform.data.layer.ValueIndex;
import dev.atrium.platform.data.query.JoinPaths;
import dev.atrium.platform.data.question.Draft.Ref;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.DataSchema.Role;
import dev.atrium.spi.data.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the column that words mean among those that share them: near tables come first. */
final class Resolver {
  private static final double DISTANCE_COST = 0.12;
  private static final double NEAR = 0.45;
  private static final double NAMED = 0.2;
  private static final Map<String, List<String>> HINTS =
      Map.of(
          "age", List.of("age", "birth", "date of birth", "birthday", "year born"),
          "date", List.of("date", "year", "time", "day", "founded", "opening", "release"),
          "length", List.of("length", "duration", "distance", "long"),
          "height", List.of("height", "tall"),
          "weight", List.of("weight"),
          "price", List.of("price", "cost", "fee", "rate"),
          "salary", List.of("salary", "pay"),
          "location", List.of("location", "address", "city", "place", "country"),
          "name", List.of("name", "title"));

  private final DataSchema layer;
  private final JoinPaths paths;
  private final Draft draft;
  private final Map<String, Double> weights = new HashMap<>();
  private String main;

  /**
   * @param earlier the table of the plan that the question follows up
   */
  Resolver(DataSchema layer, JoinPaths paths, Draft draft, Optional<String> earlier) {
    this.layer = layer;
    this.paths = paths;
    this.draft = draft;
    draft.tables.forEach(spot -> weights.merge(spot.table(), spot.score(), Math::max));
    var same = earlier.filter(table -> draft.tables.isEmpty() && draft.shown.isEmpty());
    this.main = same.orElseGet(this::mainTable);
  }

  String main() {
    return main;
  }

  /** What the question is about: its first table, else the one whose columns it names most. */
  private String mainTable() {
    var first =
        draft.tables.stream()
            .filter(spot -> spot.score() >= 0.7 || draft.tables.size() == 1)
            .findFirst();
    if (first.isPresent()) {
      return first.get().table();
    }
    Map<String, Double> votes = new HashMap<>(weights);
    draft.shown.forEach(one -> one.of().ifPresent(ref -> vote(ref, votes, 1)));
    draft.groups.forEach(ref -> vote(ref, votes, 0.8));
    draft.sorted.forEach(one -> one.of().ifPresent(ref -> vote(ref, votes, 0.5)));
    draft.rank.flatMap(Draft.Rank::of).ifPresent(ref -> vote(ref, votes, 0.7));
    for (var condition : draft.conditions) {
      condition.of().ifPresent(ref -> vote(ref, votes, 0.5));
      condition.places().stream()
          .map(ValueIndex.Value::table)
          .distinct()
          .forEach(table -> votes.merge(table, 0.4, Double::sum));
    }
    return votes.entrySet().stream()
        .max(
            Comparator.<Map.Entry<String, Double>>comparingDouble(Map.Entry::getValue)
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse(layer.tables().getFirst().name());
  }

  private static void vote(Ref ref, Map<String, Double> votes, double weight) {
    var best = new HashMap<String, Double>();
    ref.meanings().forEach(one -> best.merge(one.table(), one.score() * weight, Math::max));
    best.forEach((table, score) -> votes.merge(table, score, Double::sum));
  }

  /** The column that words mean; a table's words mean its title. */
  Optional<Expression> column(Ref ref) {
    if (ref.table()) {
      return Optional.of(title(ref.meanings().getFirst().table()));
    }
    return ref.meanings().stream()
        .filter(one -> !one.isTable())
        .max(
            Comparator.<Lexicon.Meaning>comparingDouble(one -> score(one, ref.at()))
                .thenComparing(one -> one.table() + one.column(), Comparator.reverseOrder()))
        .map(one -> Expression.column(one.table(), one.column()));
  }

  /** How well a meaning fits where it stands. */
  double score(Lexicon.Meaning meaning, int at) {
    var distance =
        paths.path(main, meaning.table()).map(List::size).map(Integer::doubleValue).orElse(5.0);
    var near = nearTable(at).filter(meaning.table()::equals).isPresent();
    return meaning.score()
        + (near ? NEAR : 0)
        + (weights.containsKey(meaning.table()) ? NAMED : 0)
        - DISTANCE_COST * distance
        + titleBonus(meaning);
  }

  private double titleBonus(Lexicon.Meaning meaning) {
    var column = layer.table(meaning.table()).flatMap(table -> table.column(meaning.column()));
    return column.filter(one -> one.role() == Role.TITLE).isPresent() ? 0.03 : 0;
  }

  /** The table named right before, or soon after, a place. */
  private Optional<String> nearTable(int at) {
    return draft.tables.stream()
        .filter(spot -> spot.at() < at ? at - spot.at() <= 2 : spot.at() - at <= 4)
        .min(Comparator.comparingInt(spot -> Math.abs(spot.at() - at)))
        .map(Draft.Spot::table);
  }

  /** The column that stands for a table's rows when they are shown. */
  Expression title(String table) {
    var found = layer.table(table).orElseThrow();
    var label = found.label();
    var titles = found.columns().stream().filter(column -> column.role() == Role.TITLE).toList();
    var same = found.columns().stream().filter(column -> column.label().equals(label)).findFirst();
    var best =
        same.isPresent()
            ? same.get().name()
            : titles.stream()
                .filter(
                    column ->
                        column.label().equals("name") || column.label().equals(label + " name"))
                .findFirst()
                .or(() -> titles.stream().findFirst())
                .map(DataSchema.Column::name)
                .or(() -> found.key().stream().findFirst())
                .orElse(found.columns().getFirst().name());
    return Expression.column(table, best);
  }

  /** A column by what a word like "older" implies, in the main table first. */
  Optional<Expression> hinted(String hint) {
    var words = HINTS.getOrDefault(hint, List.of(hint));
    var tables = new ArrayList<String>();
    var total = hint.equals("date") ? totalled() : Optional.<String>empty();
    tables.add(total.orElse(main));
    if (total.isEmpty()) {
      draft.tables.forEach(spot -> tables.add(spot.table()));
    }
    for (var table : tables) {
      var columns = layer.table(table).orElseThrow().columns();
      for (var word : words) {
        var found =
            columns.stream()
                .filter(
                    column ->
                        List.of(column.label().split(" ")).contains(word)
                            || column.label().contains(word) && word.length() > 4)
                .filter(column -> column.role() != Role.KEY)
                .findFirst();
        if (found.isPresent()) {
          return Optional.of(Expression.column(table, found.get().name()));
        }
      }
    }
    return dated(hint, tables).or(() -> hint.equals("date") ? nearest() : Optional.empty());
  }

  /** The table of the first total that is asked for: its rows have the date that counts. */
  private Optional<String> totalled() {
    var asked =
        Stream.concat(
            draft.shown.stream().map(Draft.Shown::of), draft.rank.stream().map(Draft.Rank::of));
    return asked
        .flatMap(Optional::stream)
        .flatMap(ref -> column(ref).stream())
        .filter(one -> info(one).filter(info -> info.role() == Role.TOTAL).isPresent())
        .map(Expression::table)
        .findFirst();
  }

  /** A date of a table that joins what is asked, the closest first. */
  private Optional<Expression> nearest() {
    var from = totalled().orElse(main);
    return layer.tables().stream()
        .filter(table -> paths.path(from, table.name()).filter(way -> way.size() <= 2).isPresent())
        .sorted(
            Comparator.comparingInt(
                table -> paths.path(from, table.name()).map(List::size).orElse(0)))
        .flatMap(table -> dated("date", List.of(table.name())).stream())
        .findFirst();
  }

  private Optional<Expression> dated(String hint, List<String> tables) {
    if (!hint.equals("date")) {
      return Optional.empty();
    }
    return tables.stream()
        .flatMap(
            table ->
                layer.table(table).orElseThrow().columns().stream()
                    .filter(one -> one.kind() == Kind.DATE || one.kind() == Kind.TIMESTAMP)
                    .map(one -> Expression.column(table, one.name())))
        .findFirst();
  }

  /** Where a value stands: in the column named before it, else nearest to what is asked. */
  Optional<ValueIndex.Value> place(Draft.Wanted wanted) {
    var named = wanted.of().map(Ref::meanings).orElse(List.of());
    return wanted.places().stream()
        .max(
            Comparator.<ValueIndex.Value>comparingDouble(
                    value -> placeScore(value, named, wanted.at()))
                .thenComparing(value -> value.table() + value.column(), Comparator.reverseOrder()));
  }

  private double placeScore(ValueIndex.Value value, List<Lexicon.Meaning> named, int at) {
    var said =
        named.stream()
            .filter(one -> one.table().equals(value.table()) && one.column().equals(value.column()))
            .mapToDouble(Lexicon.Meaning::score)
            .max()
            .orElse(0);
    var column = layer.table(value.table()).flatMap(table -> table.column(value.column()));
    var title = column.filter(one -> one.role() == Role.TITLE).isPresent() ? 0.1 : 0;
    return said + title + score(new Lexicon.Meaning(value.table(), "", 0), at);
  }

  Optional<DataSchema.Column> info(Expression expression) {
    return layer.table(expression.table()).flatMap(table -> table.column(expression.column()));
  }
}
