package dev.atrium.platform.safety;

import java.util.Optional;

/**
 * Decides whether a row of syllables is a Chinese entry. Characters must be the entry's own, since
 * homophones are ordinary; at least one must be replaced by its reading. Two toneless syllables
 * alone are ambiguous, so they count only after Chinese text; English words never count alone.
 */
final class SpokenRules {
  private static final int NEIGHBOURHOOD = 16;

  private SpokenRules() {}

  static Optional<Match> check(SpokenText spoken, Pattern pattern, int lastItem) {
    int first = lastItem - pattern.length() + 1;
    if (!spoken.opens[first] || !spoken.closes[lastItem]) {
      return Optional.empty();
    }
    int latin = 0;
    for (int i = 0; i < pattern.length(); i++) {
      int item = first + i;
      boolean own = !spoken.latin[item];
      if (own && spoken.text.value(spoken.firstRaw[item]) != pattern.value(i)) {
        return Optional.empty();
      }
      if (i > 0 && !gapIsNarrow(spoken, item)) {
        return Optional.empty();
      }
      latin += own ? 0 : 1;
    }
    if (latin == 0
        || !isDeliberate(spoken, first, lastItem, latin)
        || !edgesHold(spoken, pattern, first, lastItem)) {
      return Optional.empty();
    }
    var text = spoken.text;
    int start = Edges.startOf(text.text, text.rawStart[spoken.firstRaw[first]], pattern.before());
    int stop = text.rawEnd[spoken.endRaw[lastItem] - 1];
    int end = Edges.endOf(text.text, stop, text.limit, pattern.after());
    return start < 0 || end < 0
        ? Optional.empty()
        : Optional.of(new Match(start, end, pattern.entry()));
  }

  private static boolean edgesHold(SpokenText spoken, Pattern pattern, int first, int last) {
    return Boundaries.hold(spoken.text, pattern, spoken.firstRaw[first], spoken.endRaw[last]);
  }

  private static boolean isDeliberate(SpokenText spoken, int first, int last, int latin) {
    boolean ordinary = allOrdinary(spoken, first, last);
    if (latin <= last - first) {
      return !ordinary || last - first >= 2 || isTight(spoken, first, last);
    }
    return !ordinary && (latin > 2 || (afterChinese(spoken, first) && !isAcronym(spoken, first)));
  }

  private static boolean isTight(SpokenText spoken, int first, int last) {
    int from = spoken.text.rawStart[spoken.firstRaw[first]];
    int to = spoken.text.rawEnd[spoken.endRaw[last] - 1];
    for (int i = from; i < to; i++) {
      if (!Character.isLetter(spoken.text.text[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAcronym(SpokenText spoken, int first) {
    return Character.isUpperCase(
        spoken.text.text[spoken.text.rawStart[spoken.firstRaw[first] + 1]]);
  }

  private static boolean allOrdinary(SpokenText spoken, int first, int last) {
    int from = -1;
    for (int item = first; item <= last; item++) {
      if (spoken.latin[item]) {
        from = spoken.opens[item] ? spoken.firstRaw[item] : from;
        if (spoken.closes[item]
            && !OrdinaryWords.contains(spoken.letters(from, spoken.endRaw[item]))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean afterChinese(SpokenText spoken, int first) {
    char[] text = spoken.text.text;
    int start = spoken.text.rawStart[spoken.firstRaw[first]];
    for (int i = start - 1; i >= Math.max(0, start - NEIGHBOURHOOD); i--) {
      int kind = Folding.kind(Folding.of(text[i]));
      if (kind >= Folding.LETTER) {
        return kind == Folding.IDEOGRAPH;
      }
    }
    return false;
  }

  private static boolean gapIsNarrow(SpokenText spoken, int item) {
    int before = spoken.firstRaw[item] - 1;
    boolean latin = spoken.latin[item] || spoken.latin[item - 1];
    return latin
        ? SpokenText.gapIsNarrow(spoken.text, before, before + 1)
        : spoken.text.rawEnd[before] == spoken.text.rawStart[before + 1];
  }
}
