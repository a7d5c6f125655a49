package dev.atrium.platform.safety;

import java.util.Optional;

/**
 * Decides whether a candidate of the automaton is a match. The automaton works on classes of
 * characters and ignores what stands between them; here each character must be the entry's own or a
 * known stand-in for it, repetitions and gaps must look deliberate, and words must begin and end
 * where words do.
 */
final class MatchRules {
  private final Projection text;
  private final Pattern pattern;
  private final Gaps gaps;

  private int first;
  private int end;
  private int index;
  private int doubled;
  private int stretched;
  private int leet;
  private int own;
  private int composed;
  private int deliberate;

  private MatchRules(Projection text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
    this.gaps = new Gaps(text, pattern);
  }

  /**
   * @param lastRun the run of the text at which the automaton found the pattern
   */
  static Optional<Match> check(Projection text, Pattern pattern, int lastRun) {
    return new MatchRules(text, pattern).check(lastRun);
  }

  private Optional<Match> check(int lastRun) {
    int firstRun = lastRun - pattern.runs() + 1;
    if (firstRun < 0 || !align(firstRun, lastRun)) {
      return Optional.empty();
    }
    int start = Edges.startOf(text.text, text.rawStart[first], pattern.before());
    int stop = Edges.endOf(text.text, text.rawEnd[end - 1], text.limit, pattern.after());
    if (start < 0 || stop < 0) {
      return Optional.empty();
    }
    if (!Boundaries.hold(text, pattern, first, end)) {
      return Optional.empty();
    }
    boolean changed = doubled + stretched + leet + composed > 0 || !gaps.isEmpty();
    if (changed && !isDisguise()) {
      return Optional.empty();
    }
    return Optional.of(new Match(start, stop, pattern.entry()));
  }

  private boolean align(int firstRun, int lastRun) {
    first = text.runRaw[firstRun];
    for (int run = firstRun; run <= lastRun; run++) {
      int from = text.runRaw[run];
      int to = text.runEnd(run);
      int nextIndex = pattern.runEnd(index);
      int wanted = nextIndex - index;
      int surplus = to - from - wanted;
      if (surplus > 0 && pattern.kind(index) == Folding.IDEOGRAPH) {
        // Ideographs have no word boundary: at the edges the surplus belongs to the neighbours.
        if (surplus > 1 && to - from > 2) {
          stretched++;
        } else if (run == firstRun) {
          from = to - wanted;
          first = from;
        } else if (run == lastRun) {
          to = from + wanted;
        }
        surplus = to - from - wanted;
      }
      if (run > firstRun) {
        gaps.between(from, index);
      }
      end = to;
      if (surplus < 0 || !alignRun(from, to, nextIndex) || !count(surplus, to - from)) {
        return false;
      }
      index = nextIndex;
    }
    return true;
  }

  private int digits(int from, int to) {
    int count = 0;
    for (int raw = from; raw < to; raw++) {
      count += text.kind(raw) == Folding.DIGIT ? 1 : 0;
    }
    return count;
  }

  private int digitsWanted() {
    int count = 0;
    for (int i = index; i < pattern.runEnd(index); i++) {
      count += pattern.kind(i) == Folding.DIGIT ? 1 : 0;
    }
    return count;
  }

  private boolean count(int surplus, int length) {
    if (surplus > 0 && digits(end - length, end) != digitsWanted()) {
      return false;
    }
    doubled += surplus > 0 && length == 2 ? 1 : 0;
    stretched += surplus > 0 && length > 2 ? 1 : 0;
    return true;
  }

  /** Each character of the text's run must stand for the entry's, in order, with repetitions. */
  private boolean alignRun(int from, int to, int nextIndex) {
    boolean exact = to - from == nextIndex - index;
    int wanted = index;
    for (int raw = from; raw < to; raw++) {
      gaps.letter(raw);
      boolean moves = exact ? raw > from : !standsFor(raw, wanted) && wanted + 1 < nextIndex;
      wanted += moves ? 1 : 0;
      if (!standsFor(raw, wanted)) {
        return false;
      }
      note(raw, wanted);
    }
    return standsFor(to - 1, nextIndex - 1);
  }

  private boolean standsFor(int raw, int wanted) {
    int value = text.value(raw);
    int letter = pattern.value(wanted);
    if (value == letter) {
      return true;
    }
    if (text.kind(raw) == Folding.DIGIT) {
      return Leet.isDigitFor(value, letter);
    }
    boolean slender = (value == 'i' || value == 'l') && (letter == 'i' || letter == 'l');
    if (!slender) {
      return false;
    }
    char original = text.text[text.rawStart[raw]];
    return original >= 0x80
        || (text.rawFold[raw] & Folding.LEET) != 0
        || (original == 'I' && isAmongLowerCase(raw));
  }

  private boolean isAmongLowerCase(int raw) {
    int before = text.rawStart[raw] - 1;
    return before >= 0 && Character.isLowerCase(text.text[before]);
  }

  private void note(int raw, int wanted) {
    int fold = text.rawFold[raw];
    boolean differs = Folding.kind(fold) != pattern.kind(wanted);
    boolean upperI =
        text.value(raw) != pattern.value(wanted) && text.text[text.rawStart[raw]] == 'I';
    if ((fold & Folding.LEET) != 0 || differs || upperI) {
      leet++;
    } else {
      own += Folding.kind(fold) == Folding.DIGIT ? 0 : 1;
    }
    if ((fold & Folding.COMPOSED) != 0) {
      composed++;
      int part = Folding.value(Folding.of(text.text[text.rawStart[raw]]));
      int other = Folding.value(Folding.of(text.text[text.rawEnd[raw] - 1]));
      deliberate += SplitCharacters.isOrdinaryPair(part, other) ? 0 : 1;
    }
  }

  private boolean isDisguise() {
    boolean ideographs = pattern.kind(0) == Folding.IDEOGRAPH;
    return repetitionsAre(ideographs)
        && (leet == 0 || (pattern.length() >= 3 && own > 0))
        && (composed == 0 || composed > 1 || deliberate > 0 || pattern.length() > 2)
        && (gaps.isEmpty() || gaps.areDisguise())
        && (ideographs || !gaps.isEmpty() || leet > 0 || !isOrdinary());
  }

  private boolean repetitionsAre(boolean ideographs) {
    if (doubled + stretched == 0) {
      return true;
    }
    if (pattern.length() < (ideographs ? 1 : 3)) {
      return false;
    }
    return stretched > 0 || doubled > 1 || pattern.length() > 3;
  }

  private boolean isOrdinary() {
    var word = new StringBuilder();
    for (int raw = first; raw < end; raw++) {
      word.appendCodePoint(text.value(raw));
    }
    return OrdinaryWords.contains(word.toString());
  }
}
