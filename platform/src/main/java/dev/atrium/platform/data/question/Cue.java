package dev.atrium.platform.data.question;

import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import dev.atrium.spi.data.QueryPlan.Combination;

/** What words with a fixed meaning do in a question. */
sealed interface Cue {
  /** The small words that carry nothing. */
  record Empty() implements Cue {}

  /** Asks for what follows: show, list, what is. */
  record Request() implements Cue {}

  /** A wh-word that stands for a kind of column: when, where, who. */
  record Asked(String hint) implements Cue {}

  /** Counts what follows. */
  record Count() implements Cue {}

  record Aggregated(Aggregate aggregate) implements Cue {}

  record Distinct() implements Cue {}

  /** One row for each of what follows. */
  record Each() implements Cue {}

  /** Says by what: groups, ranks or restricts. */
  record By() implements Cue {}

  /** One row for each piece of time. */
  record Period(Grain grain) implements Cue {}

  /** None of what follows is left. */
  record OutOf() implements Cue {}

  /** Sorts by what follows. */
  record SortBy() implements Cue {}

  record Direction(boolean descending) implements Cue {}

  /**
   * The first of a ranking.
   *
   * @param hint the column that the word implies, such as age for oldest; may be empty
   */
  record Superlative(boolean descending, String hint) implements Cue {}

  /** The most or least frequent. */
  record Frequent(boolean descending) implements Cue {}

  /** Begins a condition: whose, where, with. */
  record Where() implements Cue {}

  /**
   * @param hint the column that the word implies, such as age for older; may be empty
   */
  record Compared(Comparison how, String hint) implements Cue {}

  record Not() implements Cue {}

  record And() implements Cue {}

  record Or() implements Cue {}

  record Both() implements Cue {}

  record Of() implements Cue {}

  record Combined(Combination.Kind kind) implements Cue {}

  /** Ends a sentence or a part of one. */
  record Stop() implements Cue {}
}
