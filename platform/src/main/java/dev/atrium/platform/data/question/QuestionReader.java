package dev.atrium.platform.data.question;

import dev.atrium.platform.data.question.Draft.Rank;
import dev.atrium.platform.data.question.Draft.Ref;
import dev.atrium.platform.data.question.Draft.Shown;
import dev.atrium.platform.data.question.Draft.Sorted;
import dev.atrium.platform.data.question.Draft.Spot;
import dev.atrium.platform.data.question.Draft.Wanted;
import dev.atrium.platform.data.question.Mention.Cued;
import dev.atrium.platform.data.question.Mention.Literal;
import dev.atrium.platform.data.question.Mention.Named;
import dev.atrium.platform.data.question.Mention.Valued;
import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Expression.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads linked words from left to right; cues say what the names after them are for. */
final class QuestionReader {
  /** What names are for at this place of the question. */
  private enum Part {
    SHOWN,
    CONDITION,
    SORTED
  }

  private final List<Mention> mentions;
  private final boolean chinese;
  private final DataSchema layer;
  private final Draft draft = new Draft();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private Part part = Part.SHOWN;
  private boolean counting;
  private boolean distinct;
  private boolean each;
  private boolean not;
  private boolean or;
  private boolean descending;
  private int notAt = -10;
  private int by = -1;
  private int comparedAt = -1;
  private boolean outOf;
  private Optional<Cue.Superlative> superlative = Optional.empty();
  private Optional<Cue.Frequent> frequent = Optional.empty();
  private Optional<Cue.Compared> compared = Optional.empty();
  private Optional<Ref> last = Optional.empty();
  private boolean lastShown;
  private int lastIndex;
  private Optional<String> number = Optional.empty();
  private int at;

  private QuestionReader(List<Mention> mentions, boolean chinese, DataSchema layer) {
    this.mentions = mentions;
    this.chinese = chinese;
    this.layer = layer;
  }

  /**
   * @param chinese whether rankings stand behind what they rank
   */
  static Draft read(List<Mention> mentions, boolean chinese, DataSchema layer) {
    var reader = new QuestionReader(mentions, chinese, layer);
    for (reader.at = 0; reader.at < mentions.size(); reader.at++) {
      reader.mention(mentions.get(reader.at));
    }
    reader.end();
    return reader.draft;
  }

  private void mention(Mention mention) {
    switch (mention) {
      case Cued cued -> cue(cued);
      case Named named -> named(named);
      case Valued value -> value(value);
      case Literal literal -> literal(literal);
      case Mention.Unknown unknown -> {}
    }
  }

  private void cue(Cued cued) {
    switch (cued.cue()) {
      case Cue.Request request -> request();
      case Cue.Stop stop -> stop();
      case Cue.Count count -> counting = true;
      case Cue.Aggregated aggregated -> aggregates.add(aggregated.aggregate());
      case Cue.Distinct one -> distinct = true;
      case Cue.Each one -> each = true;
      case Cue.SortBy sort -> sort();
      case Cue.Direction direction -> direction(direction);
      case Cue.Superlative one -> superlative(one);
      case Cue.Frequent one -> frequent = Optional.of(one);
      case Cue.Where where -> where();
      case Cue.By one -> by();
      case Cue.Period period -> draft.periods.add(period.grain());
      case Cue.OutOf one -> outOf = true;
      case Cue.Compared one -> compared(one);
      case Cue.Not one -> negate();
      case Cue.Or one -> or = true;
      case Cue.Both one -> draft.both = true;
      case Cue.Asked asked -> draft.asked.add(new Draft.Asked(asked.hint(), cued.from()));
      case Cue.Combined combined -> {}
      case Cue.And and -> {}
      case Cue.Of of -> {}
      case Cue.Empty empty -> {}
    }
  }

  /** The place in the question, in tokens. */
  private int here() {
    return mentions.get(Math.min(at, mentions.size() - 1)).from();
  }

  private void negate() {
    not = true;
    notAt = at;
    if (!draft.shown.isEmpty() || !draft.tables.isEmpty()) {
      part = Part.CONDITION;
    }
  }

  /** A request after a condition begins a new list of things to show. */
  private void request() {
    if (part != Part.SHOWN && !each) {
      part = Part.SHOWN;
      not = false;
    }
  }

  /** "Sort the names by age": what comes first is shown. */
  private void sort() {
    if (draft.shown.isEmpty() && draft.tables.isEmpty()) {
      request();
    } else {
      part = Part.SORTED;
    }
  }

  private void stop() {
    notGiven();
    part = Part.SHOWN;
    not = false;
    or = false;
    compared = Optional.empty();
  }

  private void where() {
    if (part == Part.SORTED && draft.sorted.isEmpty() && draft.rank.isEmpty()) {
      return;
    }
    if (!draft.shown.isEmpty() || !draft.tables.isEmpty() || !draft.asked.isEmpty()) {
      part = Part.CONDITION;
    }
    if (lastShown) {
      last = Optional.empty();
      lastShown = false;
    }
  }

  private void by() {
    by = at;
    where();
  }

  /** "top 3 customers by revenue" ranks by it, "revenue by country" has one row for each. */
  private boolean saidBy(Ref ref) {
    if (by < 0 || at - by > 2 || part == Part.SORTED) {
      return false;
    }
    if (draft.rank.filter(one -> one.hint().equals("?")).isPresent()) {
      var open = draft.rank.orElseThrow();
      superlative = Optional.of(new Cue.Superlative(open.descending(), ""));
      counting = ref.table();
      rank(Optional.of(ref), "", open.descending(), false);
      return true;
    }
    var sums =
        !draft.shown.isEmpty()
            && (draft.shown.getLast().aggregate() != Aggregate.NONE
                || draft.shown.getLast().of().filter(this::isTotal).isPresent());
    if (sums && !(next() instanceof Valued)) {
      draft.groups.add(ref);
      return true;
    }
    return false;
  }

  /** Columns of truth values are conditions and not shown. */
  private boolean isTruth(Shown shown) {
    return shown
        .of()
        .flatMap(this::info)
        .filter(column -> column.kind() == DataSchema.Kind.BOOLEAN)
        .isPresent();
  }

  private boolean isTotal(Ref ref) {
    return info(ref).filter(column -> column.role() == DataSchema.Role.TOTAL).isPresent();
  }

  private Optional<DataSchema.Column> info(Ref ref) {
    var first = ref.meanings().getFirst();
    return layer.table(first.table()).flatMap(table -> table.column(first.column()));
  }

  private void direction(Cue.Direction direction) {
    descending = direction.descending();
    draft.direction = Optional.of(descending);
    draft.sorted.replaceAll(one -> new Sorted(one.of(), one.aggregate(), descending));
    if (draft.sorted.isEmpty()) {
      part = Part.SORTED;
    }
  }

  private void superlative(Cue.Superlative one) {
    var after = next();
    if (chinese && one.hint().isEmpty() && tableBefore().isPresent()) {
      counting = true;
      rank(tableBefore(), "", one.descending(), false);
    } else if (chinese
        && one.hint().isEmpty()
        && last.isPresent()
        && lastShown
        && at - lastIndex == 1) {
      rankByLast(one);
    } else if (!one.hint().isEmpty()
        && !(after instanceof Named named && !named.table() && part == Part.SHOWN)) {
      rank(Optional.empty(), one.hint(), one.descending(), false);
    } else {
      superlative = Optional.of(one);
    }
  }

  /** "客户的订单最多": a table right before a ranking is counted. */
  private Optional<Ref> tableBefore() {
    return draft.tables.size() > 1 || lastShown ? table() : Optional.empty();
  }

  private void rankByLast(Cue.Superlative one) {
    var ref = last.orElseThrow();
    var aggregate = Aggregate.NONE;
    if (!draft.shown.isEmpty()) {
      aggregate = draft.shown.getLast().aggregate();
      draft.shown.removeLast();
    }
    draft.rank =
        Optional.of(
            new Rank(
                Optional.of(ref), "", aggregate, false, one.descending(), number(), false, here()));
    number = Optional.empty();
    last = Optional.empty();
  }

  private void rank(Optional<Ref> of, String hint, boolean down, boolean often) {
    var aggregate =
        counting ? Aggregate.COUNT : aggregates.isEmpty() ? Aggregate.NONE : aggregates.getFirst();
    var first = part == Part.SHOWN && draft.shown.isEmpty() && draft.tables.isEmpty();
    var most =
        draft.rank.filter(one -> one.hint().equals("?")).map(Rank::limit).orElseGet(this::number);
    draft.rank = Optional.of(new Rank(of, hint, aggregate, often, down, most, first, here()));
    superlative = Optional.empty();
    frequent = Optional.empty();
    counting = false;
    aggregates.clear();
    number = Optional.empty();
  }

  private int number() {
    try {
      return number.map(Integer::parseInt).filter(one -> one > 0 && one <= 1_000).orElse(1);
    } catch (NumberFormatException large) {
      return 1;
    }
  }

  private void compared(Cue.Compared one) {
    if (compared.isPresent() && one.how() == Comparison.CONTAINS) {
      return;
    }
    if (!draft.conditions.isEmpty() && behind(one)) {
      return;
    }
    compared = Optional.of(one);
    comparedAt = at;
    if (next() instanceof Literal literal && literal.kind() == Token.Kind.DATE && !lastIsDate()) {
      last = Optional.empty();
      return;
    }
    if (part == Part.SHOWN && lastShown && last.isPresent()) {
      takeBack();
    }
    part = Part.CONDITION;
  }

  /** "2 or more": the comparison stands behind its number. */
  private boolean behind(Cue.Compared one) {
    var previous = at > 0 ? mentions.get(at - 1) : mentions.get(at);
    var wanted = draft.conditions.getLast();
    if (previous instanceof Literal
        && wanted.how() == Comparison.EQUAL
        && wanted.places().isEmpty()) {
      draft.conditions.removeLast();
      draft.conditions.add(
          new Wanted(
              wanted.of(),
              wanted.hint().isEmpty() ? one.hint() : wanted.hint(),
              one.how(),
              wanted.values(),
              List.of(),
              wanted.not(),
              wanted.alternative(),
              wanted.than(),
              wanted.at()));
      return true;
    }
    return false;
  }

  /** The name before a comparison is compared, not shown. */
  private void takeBack() {
    var ref = last.orElseThrow();
    draft.shown.removeIf(
        one -> one.of().filter(ref::equals).isPresent() && one.aggregate() == Aggregate.NONE);
  }

  private Mention next() {
    for (int ahead = at + 1; ahead < mentions.size(); ahead++) {
      var mention = mentions.get(ahead);
      var empty =
          mention instanceof Cued cued
              && (cued.cue() instanceof Cue.Empty || cued.cue() instanceof Cue.Of);
      if (!empty) {
        return mention;
      }
    }
    return mentions.getLast();
  }

  private void named(Named named) {
    var ref = new Ref(named.meanings(), named.from());
    if (saidBy(ref)) {
      last = Optional.empty();
    } else if (named.deed() && part == Part.SHOWN && !pending()) {
      deed(ref);
    } else if (named.table()) {
      table(ref);
    } else {
      column(ref);
    }
  }

  private boolean pending() {
    return counting
        || each
        || superlative.isPresent()
        || frequent.isPresent()
        || !aggregates.isEmpty();
  }

  /** "managed by", "registered": a verb restricts what is shown before it. */
  private void deed(Ref ref) {
    if (!draft.shown.isEmpty() || !draft.tables.isEmpty()) {
      part = Part.CONDITION;
      lastShown = false;
      last = Optional.of(ref);
    }
  }

  private void table(Ref ref) {
    var spot =
        new Spot(
            ref.meanings().getFirst().table(),
            ref.at(),
            ref.meanings().getFirst().score(),
            part == Part.CONDITION);
    if (not && part == Part.CONDITION && at - notAt <= 4 && !draft.tables.isEmpty()) {
      draft.without.add(spot);
      not = false;
      return;
    }
    draft.tables.add(spot);
    if (each) {
      group(ref);
    } else if (compared.isPresent() && number.isPresent()) {
      countCompared(ref);
    } else if (frequent.isPresent()) {
      rank(Optional.of(ref), "", frequent.get().descending(), true);
    } else if (superlative.isPresent()) {
      rankTable(ref);
    } else if (part == Part.SORTED && (counting || !draft.tables.isEmpty())) {
      draft.sorted.add(new Sorted(Optional.of(ref), Aggregate.COUNT, descending));
      counting = false;
    } else if (counting) {
      draft.shown.add(new Shown(Aggregate.COUNT, Optional.of(ref), distinct, here()));
      counting = false;
      distinct = false;
    } else if (part == Part.SHOWN && !followedByOf() && aggregates.isEmpty()) {
      lastShown = false;
    }
  }

  /** "the most orders" ranks by their number, "the top 3 customers" says how many are wanted. */
  private void rankTable(Ref ref) {
    var one = superlative.orElseThrow();
    if (number.isPresent() && part == Part.SHOWN && draft.shown.isEmpty()) {
      draft.rank =
          Optional.of(
              new Rank(
                  Optional.empty(),
                  "?",
                  Aggregate.NONE,
                  false,
                  one.descending(),
                  number(),
                  true,
                  here()));
      superlative = Optional.empty();
      number = Optional.empty();
      return;
    }
    counting = true;
    rank(Optional.of(ref), "", one.descending(), false);
  }

  private boolean followedByOf() {
    return at + 1 < mentions.size()
        && mentions.get(at + 1) instanceof Cued cued
        && cued.cue() instanceof Cue.Of;
  }

  private void group(Ref ref) {
    draft.groups.add(ref);
    each = nextIsAndName();
  }

  /** "for each city and state": both group. */
  private boolean nextIsAndName() {
    return at + 2 < mentions.size()
        && mentions.get(at + 1) instanceof Cued cued
        && cued.cue() instanceof Cue.And
        && cued.to() - cued.from() == 1
        && mentions.get(at + 2) instanceof Named named
        && !named.table()
        && part != Part.SHOWN;
  }

  private void column(Ref ref) {
    draft.flags.add(new Draft.Flag(ref, not));
    if (outOf) {
      noneLeft(ref);
    } else if (each) {
      group(ref);
    } else if (frequent.isPresent()) {
      rank(Optional.of(ref), "", frequent.get().descending(), true);
    } else if (superlative.isPresent()) {
      superlativeColumn(ref);
    } else if (part == Part.SORTED) {
      sorted(ref);
    } else if (compared.isPresent() && !aggregates.isEmpty()) {
      thanAggregate(ref);
    } else if (compared.isPresent() && number.isPresent()) {
      countCompared(ref);
    } else if (counting && aggregates.isEmpty()) {
      draft.shown.add(
          new Shown(
              distinct ? Aggregate.COUNT_DISTINCT : Aggregate.COUNT,
              Optional.of(ref),
              distinct,
              here()));
      counting = false;
      distinct = false;
    } else if (!aggregates.isEmpty()) {
      aggregated(ref);
    } else if (part == Part.SHOWN && afterCount()) {
      part = Part.CONDITION;
    } else if (part == Part.SHOWN) {
      draft.shown.add(new Shown(Aggregate.NONE, Optional.of(ref), distinct, here()));
      draft.distinct |= distinct;
      lastShown = true;
    }
    last = Optional.of(ref);
    lastIndex = at;
  }

  /** "out of stock": there are 0 of them. */
  private void noneLeft(Ref ref) {
    outOf = false;
    draft.conditions.add(without(ref, Comparison.EQUAL, List.of("0")));
  }

  private Wanted without(Ref ref, Comparison how, List<String> values) {
    return new Wanted(
        Optional.of(ref), "", how, values, List.of(), false, false, Optional.empty(), here());
  }

  /** "How many students are age 18": what follows the number restricts it. */
  private boolean afterCount() {
    var previous = at > 0 ? mentions.get(at - 1) : mentions.get(at);
    return draft.shown.size() == 1
        && draft.shown.getFirst().aggregate() == Aggregate.COUNT
        && !(previous instanceof Cued cued && cued.cue() instanceof Cue.And)
        && !(previous instanceof Cued asked && asked.cue() instanceof Cue.Request);
  }

  private void aggregated(Ref ref) {
    counting = false;
    if (part == Part.CONDITION && nextCompares()) {
      lastAggregate = Optional.of(aggregates.getFirst());
    } else {
      for (var aggregate : aggregates) {
        draft.shown.add(new Shown(aggregate, Optional.of(ref), false, here()));
      }
      lastShown = true;
    }
    aggregates.clear();
  }

  private Optional<Aggregate> lastAggregate = Optional.empty();

  private boolean nextCompares() {
    return next() instanceof Cued cued && cued.cue() instanceof Cue.Compared;
  }

  private void superlativeColumn(Ref ref) {
    var one = superlative.orElseThrow();
    var alone = part == Part.SHOWN && draft.shown.isEmpty() && number.isEmpty() && !counting;
    if ((alone || !aggregates.isEmpty()) && part == Part.SHOWN && draft.tables.isEmpty()) {
      aggregates.add(one.descending() ? Aggregate.MAXIMUM : Aggregate.MINIMUM);
      superlative = Optional.empty();
      aggregated(ref);
      return;
    }
    rank(Optional.of(ref), "", one.descending(), false);
  }

  private void sorted(Ref ref) {
    var aggregate =
        counting ? Aggregate.COUNT : aggregates.isEmpty() ? Aggregate.NONE : aggregates.getFirst();
    draft.sorted.add(new Sorted(Optional.of(ref), aggregate, descending));
    counting = false;
    aggregates.clear();
  }

  /** "above the average price". */
  private void thanAggregate(Ref ref) {
    var one = compared.orElseThrow();
    draft.conditions.add(
        new Wanted(
            Optional.of(ref),
            one.hint(),
            one.how(),
            List.of(),
            List.of(),
            false,
            false,
            Optional.of(aggregates.getFirst()),
            here()));
    aggregates.clear();
    compared = Optional.empty();
  }

  /** "more than 3 orders" counts them; "more than 3 rooms" may be a column. */
  private void countCompared(Ref ref) {
    var one = compared.orElseThrow();
    var values = new ArrayList<>(pendingNumbers);
    values.add(number.orElseThrow());
    draft.conditions.add(
        new Wanted(
            Optional.of(ref),
            "#",
            one.how(),
            values,
            List.of(),
            not,
            or,
            Optional.empty(),
            here()));
    pendingNumbers.clear();
    number = Optional.empty();
    compared = Optional.empty();
    not = false;
  }

  private final List<String> pendingNumbers = new ArrayList<>();

  private void value(Valued value) {
    var how =
        compared
            .map(Cue.Compared::how)
            .filter(
                one ->
                    one == Comparison.CONTAINS
                        || one == Comparison.STARTS_WITH
                        || one == Comparison.ENDS_WITH)
            .orElse(Comparison.EQUAL);
    draft.conditions.add(
        new Wanted(
            last.filter(ref -> !lastShown || part == Part.CONDITION),
            "",
            how,
            List.of(value.text()),
            value.places(),
            not,
            or,
            Optional.empty(),
            here()));
    not = not && nextIsJoined();
    or = false;
    compared = Optional.empty();
    if (lastShown && last.isPresent() && at - lastIndex <= 3 && isPlace(value)) {
      takeBack();
    }
  }

  /** "the type of allergy Cat": the name before a value of its own is not shown. */
  private boolean isPlace(Valued value) {
    return last.orElseThrow().meanings().stream()
        .filter(one -> one.score() >= 0.5)
        .anyMatch(
            one ->
                value.places().stream()
                    .anyMatch(
                        place ->
                            place.table().equals(one.table())
                                && place.column().equals(one.column())));
  }

  private boolean nextIsJoined() {
    return next() instanceof Cued cued
        && (cued.cue() instanceof Cue.Or || cued.cue() instanceof Cue.And);
  }

  private void literal(Literal literal) {
    var between = compared.filter(one -> one.how() == Comparison.BETWEEN).isPresent();
    if (between && pendingNumbers.isEmpty() && literal.kind() != Token.Kind.QUOTED) {
      pendingNumbers.add(literal.text());
      return;
    }
    if (literal.kind() != Token.Kind.NUMBER) {
      condition(literal.text());
      return;
    }
    if (chinese && compared.isEmpty() && ranked()) {
      limit(literal.text());
      return;
    }
    if (superlative.isPresent() && compared.isEmpty()) {
      number = Optional.of(literal.text());
      return;
    }
    if (compared.isEmpty() && identifies()) {
      draft.conditions.add(
          without(table().orElseThrow(), Comparison.EQUAL, List.of(literal.text())));
      return;
    }
    var after = next();
    if (compared.isEmpty() && ranksNext(after)) {
      number = Optional.of(literal.text());
      return;
    }
    if (compared.isPresent() && after instanceof Named named && countsNext(named)) {
      number = Optional.of(literal.text());
      return;
    }
    condition(literal.text());
  }

  /** "单价最高的五种", "销售额前三": the number stands right behind the ranking. */
  private boolean ranked() {
    return draft.rank.filter(one -> one.limit() == 1 && here() - one.at() <= 3).isPresent();
  }

  private void limit(String most) {
    number = Optional.of(most);
    var one = draft.rank.orElseThrow();
    draft.rank =
        Optional.of(
            new Rank(
                one.of(),
                one.hint(),
                one.aggregate(),
                one.frequent(),
                one.descending(),
                number(),
                one.shownFirst(),
                one.at()));
    number = Optional.empty();
  }

  /** "order 10005", but not "orders 2024". */
  private boolean identifies() {
    return table().isPresent() && mentions.get(at) instanceof Literal literal && !literal.year();
  }

  /** The table that is named right before. */
  private Optional<Ref> table() {
    return at > 0 && mentions.get(at - 1) instanceof Named named && named.table()
        ? Optional.of(new Ref(named.meanings(), named.from()))
        : Optional.empty();
  }

  private static boolean ranksNext(Mention after) {
    return after instanceof Cued cued
        && (cued.cue() instanceof Cue.Superlative || cued.cue() instanceof Cue.Frequent);
  }

  /** A number before a table counts its rows, unless a column waits for a value. */
  private boolean countsNext(Named named) {
    if (chinese && last.isPresent() && lastIndex == comparedAt - 1) {
      return false;
    }
    var adjacent = named.from() - mentions.get(at).to() <= 1;
    return adjacent && (named.table() || last.isEmpty() || lastShown || part != Part.CONDITION);
  }

  private boolean lastIsDate() {
    return last.flatMap(this::info)
        .filter(
            one -> one.kind() == DataSchema.Kind.DATE || one.kind() == DataSchema.Kind.TIMESTAMP)
        .isPresent();
  }

  /** "orders that were not shipped": their date is absent. */
  private void notGiven() {
    if (not && lastIsDate() && lastIndex > notAt && lastIndex - notAt <= 3) {
      takeBack();
      draft.conditions.add(without(last.orElseThrow(), Comparison.ABSENT, List.of()));
      lastShown = false;
    }
  }

  private void condition(String text) {
    var how = compared.map(Cue.Compared::how).orElse(Comparison.EQUAL);
    var values = new ArrayList<>(pendingNumbers);
    values.add(text);
    var hint = compared.map(Cue.Compared::hint).orElse("");
    draft.conditions.add(
        new Wanted(
            last.filter(ref -> part == Part.CONDITION || lastShown),
            lastAggregate.map(one -> "@" + one.name()).orElse(hint),
            how,
            values,
            List.of(),
            not,
            or,
            Optional.empty(),
            here()));
    lastAggregate = Optional.empty();
    pendingNumbers.clear();
    compared = Optional.empty();
    not = false;
    or = false;
  }

  private void end() {
    notGiven();
    if (counting && draft.shown.stream().allMatch(this::isTruth)) {
      draft.shown.add(new Shown(Aggregate.COUNT, Optional.empty(), distinct, 0));
    }
    if (superlative.isPresent() && draft.rank.isEmpty() && last.isPresent()) {
      rank(last, "", superlative.get().descending(), false);
    }
  }
}
