package dev.atrium.spi.data;

import java.util.List;

/** What a row, or a group in {@link QueryPlan#having}, must meet. */
public sealed interface Condition {
  /**
   * Compares with values, written as text and read by the column's kind.
   *
   * @param values one; two for BETWEEN; several for EQUAL and NOT_EQUAL (any of, none of); none for
   *     ABSENT and PRESENT. Dates as {@code 2024-01-31}.
   */
  record Compare(Expression of, Comparison how, List<String> values) implements Condition {
    public Compare {
      values = List.copyOf(values);
    }
  }

  /** Compares with the single value that another plan gives. */
  record CompareWith(Expression of, Comparison how, QueryPlan with) implements Condition {}

  /**
   * Whether the row has related rows in another table.
   *
   * @param exists false: it has none
   */
  record Related(String table, boolean exists, List<Condition> conditions) implements Condition {
    public Related {
      conditions = List.copyOf(conditions);
    }
  }

  /** At least one holds. */
  record AnyOf(List<Condition> conditions) implements Condition {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }
  }

  /** How two values relate. Texts compare without regard to case. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    BETWEEN,
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    ABSENT,
    PRESENT
  }
}
