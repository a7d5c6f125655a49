package dev.atrium.platform.data.tables;

import java.util.List;

/**
 * What became of a table's rows.
 *
 * @param accepted rows that can be asked for now
 * @param rejected rows left out
 * @param problems the first of these, with the reason
 */
public record LoadReport(String table, int accepted, int rejected, List<Problem> problems) {
  private static final int MOST_PROBLEMS = 100;

  public LoadReport {
    problems = List.copyOf(problems);
  }

  /**
   * A row that was left out.
   *
   * @param line where it begins, from 1, the header's included
   */
  public record Problem(long line, String reason) {}

  static LoadReport of(String table, int accepted, List<Problem> problems) {
    return new LoadReport(
        table, accepted, problems.size(), problems.stream().limit(MOST_PROBLEMS).toList());
  }
}
