package dev.atrium.platform.safety.evaluation;

import dev.atrium.platform.safety.ContentFilter;
import dev.atrium.platform.safety.Finding;
import dev.atrium.platform.safety.Lexicon;
import dev.atrium.platform.safety.LexiconEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Plants disguised entries, and near misses, in clean sentences and counts what is found. */
final class DisguiseTrial {
  private static final int TRIES = 40;
  private static final int SHORTEST_NEAR_MISS = 3;

  private final ContentFilter filter;
  private final List<LexiconEntry> entries;
  private final Set<String> words;
  private final List<String> sentences;
  private final FilterEvaluation.Options options;
  private final Consumer<FilterEvaluation.Case> published;

  private int cases;
  private int found;
  private int right;
  private int wrong;

  DisguiseTrial(
      ContentFilter filter,
      Lexicon lexicon,
      List<String> sentences,
      FilterEvaluation.Options options,
      Consumer<FilterEvaluation.Case> published) {
    this.filter = filter;
    this.entries = lexicon.entries().stream().filter(e -> !filter.ignored().contains(e)).toList();
    this.words = entries.stream().map(LexiconEntry::text).collect(Collectors.toSet());
    this.sentences = sentences;
    this.options = options;
    this.published = published;
  }

  List<FilterReport.KindReport> run() {
    var reports = new ArrayList<FilterReport.KindReport>();
    for (var kind : DisguiseKind.values()) {
      reports.add(run(kind));
    }
    reports.add(nearMisses());
    return reports;
  }

  int cases() {
    return cases;
  }

  double recall() {
    return cases == 0 ? 1 : (double) found / cases;
  }

  double precision() {
    return right + wrong == 0 ? 1 : (double) right / (right + wrong);
  }

  private FilterReport.KindReport run(DisguiseKind kind) {
    var random = FilterEvaluation.random(options.seed(), kind.ordinal());
    var generator = new DisguiseGenerator(random);
    int kindCases = 0;
    int kindFound = 0;
    int wrongBefore = wrong;
    for (long tries = (long) TRIES * options.casesPerKind();
        tries > 0 && kindCases < options.casesPerKind();
        tries--) {
      var entry = entries.get(random.nextInt(entries.size()));
      var disguised = generator.disguise(kind, entry.text());
      if (disguised.isPresent()) {
        var planted = plant(kind, entry, disguised.get(), random);
        published.accept(planted);
        kindCases++;
        kindFound += judge(planted) ? 1 : 0;
      }
    }
    cases += kindCases;
    found += kindFound;
    double recall = kindCases == 0 ? 1 : (double) kindFound / kindCases;
    return new FilterReport.KindReport(
        kind.name().toLowerCase(java.util.Locale.ROOT),
        kind.meaning(),
        kindCases,
        kindFound,
        wrong - wrongBefore,
        recall);
  }

  private FilterEvaluation.Case plant(
      DisguiseKind kind, LexiconEntry entry, String disguised, RandomGenerator random) {
    var sentence = sentences.get(random.nextInt(sentences.size()));
    int place = place(sentence, random.nextInt(sentence.length() + 1));
    var before = sentence.substring(0, place);
    var after = sentence.substring(place);
    var left = needsSpace(before, disguised) ? " " : "";
    var right = needsSpace(disguised, after) ? " " : "";
    int start = before.length() + left.length();
    return new FilterEvaluation.Case(
        kind, entry, before + left + disguised + right + after, start, start + disguised.length());
  }

  /** The nearest place that is not inside a word. */
  private static int place(String sentence, int wanted) {
    int place = wanted;
    while (place > 0 && place < sentence.length() && isInsideWord(sentence, place)) {
      place--;
    }
    return place;
  }

  private static boolean isInsideWord(String text, int place) {
    return Character.isLowSurrogate(text.charAt(place))
        || (!Character.isIdeographic(text.charAt(place - 1))
            && !Character.isWhitespace(text.charAt(place - 1)));
  }

  private static boolean needsSpace(String before, String after) {
    if (before.isEmpty() || after.isEmpty()) {
      return false;
    }
    int last = before.codePointBefore(before.length());
    int first = after.codePointAt(0);
    return !Character.isWhitespace(last)
        && !Character.isWhitespace(first)
        && !(Character.isIdeographic(last) && Character.isIdeographic(first));
  }

  private boolean judge(FilterEvaluation.Case planted) {
    boolean covered = false;
    for (var finding : filter.judge(planted.text()).findings()) {
      boolean touches = finding.start() < planted.end() && finding.end() > planted.start();
      if (touches && finding.start() <= planted.start() && finding.end() >= coverEnd(planted)) {
        covered = true;
        right++;
      } else if (touches && planted.entry().text().contains(finding.entry().text())) {
        right++;
      } else if (finding.disguised()) {
        wrong++;
      }
    }
    return covered;
  }

  /** The end of the last letter: marks and accents after it need not be covered. */
  private static int coverEnd(FilterEvaluation.Case planted) {
    int end = planted.end();
    while (end > planted.start() + 1
        && !Character.isLetterOrDigit(planted.text().codePointBefore(end))) {
      end--;
    }
    return end;
  }

  /** Entries in ASCII letters inside longer words, which must not be found: Scunthorpe. */
  private FilterReport.KindReport nearMisses() {
    var random = FilterEvaluation.random(options.seed(), DisguiseKind.values().length);
    var latin =
        words.stream()
            .filter(word -> word.length() >= SHORTEST_NEAR_MISS)
            .filter(word -> word.chars().allMatch(c -> c >= 'a' && c <= 'z'))
            .sorted()
            .toList();
    int count = 0;
    int alarms = 0;
    for (; !latin.isEmpty() && count < options.casesPerKind(); count++) {
      var entry = latin.get(random.nextInt(latin.size()));
      var word = random.nextBoolean() ? "qu" + entry : entry + "thorpe";
      var sentence = "See " + word + " there.";
      alarms += filter.judge(sentence).findings().stream().anyMatch(f -> isWrong(f, word)) ? 1 : 0;
    }
    wrong += alarms;
    return new FilterReport.KindReport(
        "near miss", "an entry inside a longer word; none must be found", count, 0, alarms, 1);
  }

  private boolean isWrong(Finding finding, String word) {
    return finding.disguised()
        || (!words.contains(word) && finding.end() - finding.start() < word.length());
  }
}
