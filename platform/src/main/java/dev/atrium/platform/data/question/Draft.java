package dev.atrium.platform.data.question;

import dev.atrium.platform.data.layer.ValueIndex;
import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a question asks for, in its own words still; filled while it is read. Not shared. */
final class Draft {
  final List<Shown> shown = new ArrayList<>();
  final List<Wanted> conditions = new ArrayList<>();
  final List<Ref> groups = new ArrayList<>();
  final List<Sorted> sorted = new ArrayList<>();
  final List<Spot> tables = new ArrayList<>();
  final List<Spot> without = new ArrayList<>();
  final List<Asked> asked = new ArrayList<>();
  final List<Flag> flags = new ArrayList<>();
  final List<Grain> periods = new ArrayList<>();
  Optional<Rank> rank = Optional.empty();
  Optional<Boolean> direction = Optional.empty();
  boolean both;
  boolean distinct;

  /** A table at its place in the question. */
  record Spot(String table, int at, double score, boolean condition) {}

  /** Words that name a column, or a table that stands for its title. */
  record Ref(List<Lexicon.Meaning> meanings, int at) {
    boolean table() {
      return meanings.getFirst().isTable();
    }
  }

  /** Something to show. Without a ref it counts rows of what the question is about. */
  record Shown(Aggregate aggregate, Optional<Ref> of, boolean distinct, int at) {}

  /** A wh-word whose column is found by its hint. */
  record Asked(String hint, int at) {}

  /** A column that is named without a value; it restricts rows if it holds truth values. */
  record Flag(Ref of, boolean not) {}

  /** Something to sort by. */
  record Sorted(Optional<Ref> of, Aggregate aggregate, boolean descending) {}

  /** A ranking cut off. */
  record Rank(
      Optional<Ref> of,
      String hint,
      Aggregate aggregate,
      boolean frequent,
      boolean descending,
      int limit,
      boolean shownFirst,
      int at) {}

  /** A condition. */
  record Wanted(
      Optional<Ref> of,
      String hint,
      Comparison how,
      List<String> values,
      List<ValueIndex.Value> places,
      boolean not,
      boolean alternative,
      Optional<Aggregate> than,
      int at) {}
}
