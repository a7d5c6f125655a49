package dev.atrium.spi.data;

/**
 * A column, as it stands or aggregated.
 *
 * @param column empty for {@link Aggregate#COUNT} of a table's rows
 * @param grain for dates: the part that counts
 */
public record Expression(Aggregate aggregate, String table, String column, Grain grain) {
  public static Expression column(String table, String column) {
    return new Expression(Aggregate.NONE, table, column, Grain.NONE);
  }

  public static Expression rows(String table) {
    return new Expression(Aggregate.COUNT, table, "", Grain.NONE);
  }

  public Expression with(Aggregate other) {
    return new Expression(other, table, column, grain);
  }

  public Expression with(Grain other) {
    return new Expression(aggregate, table, column, other);
  }

  /** Whether it is one value for many rows. */
  public boolean aggregated() {
    return aggregate != Aggregate.NONE;
  }

  /** How many rows become one value. */
  public enum Aggregate {
    NONE,
    COUNT,
    COUNT_DISTINCT,
    SUM,
    AVERAGE,
    MINIMUM,
    MAXIMUM
  }

  /** The part of a date that counts. */
  public enum Grain {
    NONE,
    YEAR,
    QUARTER,
    MONTH,
    WEEK,
    DAY
  }
}
