package dev.atrium.platform.data.evaluation;

import java.util.Locale;

/**
 * What an evaluation found.
 *
 * @param executionAccuracy share of the answerable questions whose rows are those of an accepted
 *     query
 * @param refusalPrecision share of the refused questions that are not answerable; 1 if none was
 *     refused
 * @param refusalRecall share of the not answerable questions that were refused; 1 if there are none
 * @param unsafe queries that the SQL guard would not let through
 */
public record SqlReport(
    int questions,
    int answerable,
    double executionAccuracy,
    double refusalPrecision,
    double refusalRecall,
    int unsafe,
    int refused,
    int failed,
    int unusable,
    double millisMean,
    double millisP99) {

  /** For people. */
  public String table() {
    return String.format(
        Locale.ROOT,
        """
        questions            %6d  (%d answerable, %d without a working accepted query)
        execution accuracy   %6.1f %%
        refused              %6d
        refusal precision    %6.1f %%
        refusal recall       %6.1f %%
        failed queries       %6d
        unsafe queries       %6d
        plan and query       %6.1f ms mean, %.1f ms p99
        """,
        questions,
        answerable,
        unusable,
        100 * executionAccuracy,
        refused,
        100 * refusalPrecision,
        100 * refusalRecall,
        failed,
        unsafe,
        millisMean,
        millisP99);
  }
}
