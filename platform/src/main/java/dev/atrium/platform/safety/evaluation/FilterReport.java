package dev.atrium.platform.safety.evaluation;

import java.util.List;

/**
 * What was measured.
 *
 * @param recall share of planted disguises that one finding covers from end to end
 * @param precision share of right findings among the right and the wrong ones; a wrong one lies
 *     outside the planted word and does not hold its entry literally, or cries at a near miss
 * @param falseAlarmRate share of the ordinary text's units with a finding that does not hold its
 *     entry literally but for case, width and the script of Chinese
 * @param scriptVariantUnits units that hold an entry in the other script of Chinese, traditional
 *     for simplified or the reverse: the same word, no false alarm
 * @param units lines of the ordinary text that are not blank; lines of more than 200 characters are
 *     cut into sentences
 * @param literalUnits units that hold an entry literally: the lexicon's doing, no false alarm
 * @param megabytesPerSecond UTF-8 bytes judged per second of one thread's processor time
 * @param startMillis to load the tables and compile the lexicon, processor time
 * @param memoryMegabytes heap in use because of the compiled filter and its tables
 */
public record FilterReport(
    int version,
    long seed,
    int entries,
    int ignoredEntries,
    int cases,
    double recall,
    double precision,
    double falseAlarmRate,
    int falseAlarms,
    int units,
    int literalUnits,
    int scriptVariantUnits,
    double megabytesPerSecond,
    double startMillis,
    double memoryMegabytes,
    List<KindReport> kinds) {

  /** The figures of one kind; the near misses are a kind of their own without recall. */
  public record KindReport(
      String kind, String meaning, int cases, int found, int wrong, double recall) {}

  /** The figures as a table for people. */
  public String table() {
    var table = new StringBuilder();
    table.append(
        "%-12s %8s %8s %8s %8s  %s%n"
            .formatted("disguise", "cases", "found", "wrong", "recall", ""));
    for (var kind : kinds) {
      table.append(
          "%-12s %8d %8d %8d %7.2f%%  %s%n"
              .formatted(
                  kind.kind, kind.cases, kind.found, kind.wrong, 100 * kind.recall, kind.meaning));
    }
    return table
        .append("%nrecall %.3f %%, precision %.3f %%%n".formatted(100 * recall, 100 * precision))
        .append(
            "false alarms: %d of %d units (%.4f %%); %d units hold an entry literally,"
                .concat(" %d in the other script of Chinese%n")
                .formatted(
                    falseAlarms, units, 100 * falseAlarmRate, literalUnits, scriptVariantUnits))
        .append(
            "%.0f MB/s per core, start %.0f ms, %.0f MB; %d entries, %d of them only punctuation%n"
                .formatted(
                    megabytesPerSecond, startMillis, memoryMegabytes, entries, ignoredEntries))
        .append("test set version %d, seed %d%n".formatted(version, seed))
        .toString();
  }
}
