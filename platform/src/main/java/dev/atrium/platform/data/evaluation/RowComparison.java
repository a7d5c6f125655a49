package dev.atrium.platform.data.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares the rows of two queries: the same rows as often, whatever the order of the columns; the
 * same order where the accepted query sorts.
 */
final class RowComparison {
  private static final MathContext DIGITS = new MathContext(6);

  private RowComparison() {}

  static boolean same(List<List<String>> found, List<List<String>> wanted, boolean ordered) {
    if (found.size() != wanted.size()) {
      return false;
    }
    if (found.isEmpty()) {
      return true;
    }
    if (found.getFirst().size() != wanted.getFirst().size()) {
      return false;
    }
    var one = normal(found);
    var other = normal(wanted);
    return permutation(one, other, ordered, new ArrayList<>());
  }

  private static List<List<String>> normal(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(RowComparison::normal).toList()).toList();
  }

  private static String normal(String cell) {
    try {
      var number = new BigDecimal(cell.strip()).round(DIGITS);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException text) {
      return cell.strip();
    }
  }

  /** Tries the orders of columns whose values are the same as sets. */
  private static boolean permutation(
      List<List<String>> found, List<List<String>> wanted, boolean ordered, List<Integer> chosen) {
    int column = chosen.size();
    if (column == wanted.getFirst().size()) {
      return equal(found, wanted, ordered, chosen);
    }
    var target = sorted(wanted, column);
    for (int from = 0; from < found.getFirst().size(); from++) {
      if (!chosen.contains(from) && sorted(found, from).equals(target)) {
        chosen.add(from);
        if (permutation(found, wanted, ordered, chosen)) {
          return true;
        }
        chosen.removeLast();
      }
    }
    return false;
  }

  private static List<String> sorted(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).sorted().toList();
  }

  private static boolean equal(
      List<List<String>> found, List<List<String>> wanted, boolean ordered, List<Integer> chosen) {
    var mine =
        found.stream()
            .map(row -> String.join("\u0001", chosen.stream().map(row::get).toList()))
            .toList();
    var theirs = wanted.stream().map(row -> String.join("\u0001", row)).toList();
    return ordered
        ? IntStream.range(0, mine.size()).allMatch(at -> mine.get(at).equals(theirs.get(at)))
        : mine.stream().sorted().toList().equals(theirs.stream().sorted().toList());
  }
}
