package dev.atrium.platform.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * How well and how fast passages were found.
 *
 * @param recallAt1 the share of questions whose first passage is relevant
 * @param recallAt5 the share of questions with a relevant passage among the first five
 * @param mrr10 the mean of 1 / the rank of the first relevant passage, 0 beyond the tenth
 * @param millisP50 of a search, without the first ones
 * @param indexSeconds taken to index all passages
 */
public record RetrievalFigures(
    int passages,
    int questions,
    String language,
    double recallAt1,
    double recallAt5,
    double mrr10,
    double millisP50,
    double millisP99,
    double indexSeconds) {

  /**
   * One question's result.
   *
   * @param rank of the first relevant passage, from 1; 0 if it was not found
   */
  record Search(int rank, double millis) {}

  static RetrievalFigures of(
      int passages, String language, List<Search> searches, int warmUp, double indexSeconds) {
    var times =
        searches.stream()
            .skip(searches.size() > 2 * warmUp ? warmUp : 0)
            .mapToDouble(Search::millis)
            .sorted()
            .toArray();
    return new RetrievalFigures(
        passages,
        searches.size(),
        language,
        share(searches, 1),
        share(searches, 5),
        searches.stream()
            .mapToDouble(search -> search.rank() > 0 ? 1.0 / search.rank() : 0)
            .average()
            .orElse(0),
        percentile(times, 0.5),
        percentile(times, 0.99),
        indexSeconds);
  }

  private static double share(List<Search> searches, int limit) {
    return searches.stream()
        .mapToInt(search -> search.rank() > 0 && search.rank() <= limit ? 1 : 0)
        .average()
        .orElse(0);
  }

  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }

  /** A table for people. */
  public String table() {
    return String.format(
        Locale.ROOT,
        """
        passages   %8d (%s), indexed in %.1f s
        questions  %8d
        recall@1   %8.1f %%
        recall@5   %8.1f %%
        MRR@10     %8.3f
        search     %8.1f ms p50, %.1f ms p99
        """,
        passages,
        language,
        indexSeconds,
        questions,
        100 * recallAt1,
        100 * recallAt5,
        mrr10,
        millisP50,
        millisP99);
  }
}
