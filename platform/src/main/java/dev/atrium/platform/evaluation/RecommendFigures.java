package dev.atrium.platform.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * How well recommenders foretold what users took.
 *
 * @param brokenRows rows of the file that were left out
 * @param recommenders by leaving each user's last item out
 * @param leaveLastOut the same with its circumstances
 * @param timeSplit by leaving the last tenth of the interactions out
 */
public record RecommendFigures(
    int users,
    int items,
    int interactions,
    int brokenRows,
    List<Score> recommenders,
    Split leaveLastOut,
    Split timeSplit) {

  /**
   * One split.
   *
   * @param askedFor users whose items were to be foretold
   */
  public record Split(
      int trainedOn, int askedFor, double learningSeconds, List<Score> recommenders) {}

  /**
   * One recommender.
   *
   * @param hr10 the share of users with a hit among the first ten
   * @param ndcg10 the same, where later places count less
   * @param coverage the share of all items that was recommended to anybody
   */
  public record Score(String name, double hr10, double ndcg10, double coverage, double millisP99) {}

  static RecommendFigures of(InteractionTable table, Split leaveLastOut, Split timeSplit) {
    return new RecommendFigures(
        table.users(),
        table.items(),
        table.rows().size(),
        table.broken().size(),
        leaveLastOut.recommenders(),
        leaveLastOut,
        timeSplit);
  }

  /** Measures both splits. */
  public static RecommendFigures measure(RecommendEvaluation evaluation, InteractionTable table) {
    return of(table, evaluation.leaveLastOut(table), evaluation.byTime(table));
  }

  /** A table for people. */
  public String table() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d interactions of %d users with %d items, %d broken rows left out%n",
            interactions,
            users,
            items,
            brokenRows));
    append(text, "leave last out", leaveLastOut);
    append(text, "time split", timeSplit);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Split split) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: learnt from %d in %.1f s, asked for %d users%n%-12s %8s %8s %9s %12s%n",
            name,
            split.trainedOn(),
            split.learningSeconds(),
            split.askedFor(),
            "",
            "HR@10",
            "NDCG@10",
            "coverage",
            "p99 ms"));
    for (var score : split.recommenders()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %8.4f %8.4f %9.3f %12.2f%n",
              score.name(),
              score.hr10(),
              score.ndcg10(),
              score.coverage(),
              score.millisP99()));
    }
  }
}
