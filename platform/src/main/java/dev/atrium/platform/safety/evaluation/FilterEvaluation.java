package dev.atrium.platform.safety.evaluation;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.safety.ContentFilter;
import dev.atrium.platform.safety.Finding;
import dev.atrium.platform.safety.Lexicon;
import dev.atrium.platform.safety.LexiconEntry;
import dev.atrium.platform.safety.Literals;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs the whole measurement for one lexicon and one ordinary text. */
public final class FilterEvaluation {
  private static final int LONG_LINE = 200;
  private static final int PIECE = 8_192;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[。！？])|(?<=[.!?])\\s+");

  /**
   * @param casesPerKind how many disguises of each kind
   * @param seed of everything random
   * @param speedTest for how long of the processor's time to judge the text again and again
   */
  public record Options(int casesPerKind, long seed, Duration speedTest) {}

  /** A sentence with a disguised word in it: [start, end) of the text. */
  public record Case(DisguiseKind kind, LexiconEntry entry, String text, int start, int end) {}

  private final Lexicon lexicon;
  private final Options options;
  private final Consumer<Case> published;

  /**
   * @param published is shown every case, to write the test set down
   */
  public FilterEvaluation(Lexicon lexicon, Options options, Consumer<Case> published) {
    this.lexicon = lexicon;
    this.options = options;
    this.published = published;
  }

  public FilterReport run(String ordinaryText) {
    if (lexicon.entries().isEmpty()) {
      throw AtriumException.caller("empty_lexicon", "The lexicon has no entries.");
    }
    long heap = heap();
    long before = processorTime();
    var filter = ContentFilter.of(lexicon);
    double startMillis = (processorTime() - before) / 1e6;
    double memory = Math.max(0, heap() - heap) / 1e6;
    var units = units(ordinaryText);
    var alarms = new Alarms(filter);
    units.forEach(alarms::judge);
    var trial = new DisguiseTrial(filter, lexicon, alarms.clean(), options, published);
    var kinds = trial.run();
    double speed = megabytesPerSecond(filter, ordinaryText, options.speedTest());
    return new FilterReport(
        DisguiseTables.VERSION,
        options.seed(),
        lexicon.entries().size(),
        filter.ignored().size(),
        trial.cases(),
        trial.recall(),
        trial.precision(),
        units.isEmpty() ? 0 : (double) alarms.falseUnits / units.size(),
        alarms.falseUnits,
        units.size(),
        alarms.literalUnits,
        alarms.variantUnits,
        speed,
        startMillis,
        memory,
        kinds);
  }

  /** The units of an ordinary text in which false alarms are counted. */
  static List<String> units(String text) {
    var units = new ArrayList<String>();
    for (var line : text.lines().toList()) {
      if (line.length() <= LONG_LINE) {
        units.add(line);
      } else {
        units.addAll(List.of(SENTENCE_END.split(line)));
      }
    }
    units.removeIf(String::isBlank);
    return units;
  }

  /** Judges ordinary units and keeps those without any finding, to plant words in. */
  private static final class Alarms {
    private static final int ENOUGH = 20_000;

    private final ContentFilter filter;
    private final List<String> clean = new ArrayList<>();
    private int falseUnits;
    private int literalUnits;
    private int variantUnits;

    Alarms(ContentFilter filter) {
      this.filter = filter;
    }

    void judge(String unit) {
      var findings = filter.judge(unit).findings();
      falseUnits += findings.stream().anyMatch(f -> f.disguised() && !isVariant(unit, f)) ? 1 : 0;
      variantUnits += findings.stream().anyMatch(f -> f.disguised() && isVariant(unit, f)) ? 1 : 0;
      literalUnits += findings.stream().anyMatch(finding -> !finding.disguised()) ? 1 : 0;
      if (findings.isEmpty() && unit.length() <= LONG_LINE && clean.size() < ENOUGH) {
        clean.add(unit);
      }
    }

    private static boolean isVariant(String unit, Finding finding) {
      return Literals.containsInEitherScript(
          unit.substring(finding.start(), finding.end()), finding.entry().text());
    }

    List<String> clean() {
      return clean.isEmpty() ? List.of("") : clean;
    }
  }

  private static double megabytesPerSecond(ContentFilter filter, String text, Duration speedTest) {
    var pieces = new ArrayList<String>();
    long bytes = 0;
    for (int i = 0; i < text.length() && i < 400 * PIECE; i += PIECE) {
      var piece = text.substring(i, Math.min(text.length(), i + PIECE));
      pieces.add(piece);
      bytes += piece.getBytes(StandardCharsets.UTF_8).length;
    }
    double best = 0;
    long end = processorTime() + speedTest.toNanos();
    do {
      long start = processorTime();
      pieces.forEach(filter::judge);
      best = Math.max(best, bytes * 1e3 / Math.max(1, processorTime() - start));
    } while (processorTime() < end);
    return best;
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The random numbers of one part of the measurement, the same for the same seed. */
  static SplittableRandom random(long seed, int part) {
    return new SplittableRandom(seed * 31 + part);
  }
}
