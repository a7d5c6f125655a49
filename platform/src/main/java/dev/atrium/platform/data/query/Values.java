package dev.atrium.platform.data.query;

import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Kind;
import dev.atrium.spi.data.Expression;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Reads a plan's values by the kind that they are compared with. */
final class Values {
  private static final int LONGEST = 1_000;
  private static final int LONGEST_NUMBER = 40;

  private Values() {}

  /** The kind of an expression's value. */
  static Kind kind(Expression expression, DataSchema layer) {
    if (expression.aggregate() == Aggregate.COUNT
        || expression.aggregate() == Aggregate.COUNT_DISTINCT
        || expression.grain() == Grain.YEAR) {
      return Kind.NUMBER;
    }
    return layer
        .table(expression.table())
        .flatMap(table -> table.column(expression.column()))
        .map(DataSchema.Column::kind)
        .orElse(Kind.OTHER);
  }

  static boolean readable(String value, Kind kind) {
    if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
      return false;
    }
    try {
      read(value, kind);
      return true;
    } catch (NumberFormatException | DateTimeParseException wrong) {
      return false;
    }
  }

  static Object read(String value, Kind kind) {
    return switch (kind) {
      case NUMBER -> number(value);
      case DATE, TIMESTAMP -> LocalDate.parse(value);
      case BOOLEAN -> bool(value);
      case TEXT, OTHER -> value;
    };
  }

  private static BigDecimal number(String value) {
    if (value.length() > LONGEST_NUMBER) {
      throw new NumberFormatException(value.length() + " characters");
    }
    var number = new BigDecimal(value);
    if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
      throw new NumberFormatException("scale " + number.scale());
    }
    return number;
  }

  private static Boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException("not a truth value");
    };
  }
}
