package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over a piece of text: all matches in it, and the offset from which on matches may still
 * be under way. Ordinary text is read once; only around leet symbols, characters in two and pinyin
 * it is read a second time in the other way.
 */
final class Scan {
  /** How far from a leet symbol or a character in two a match that holds it may reach. */
  static final int REACH = 48;

  private final CompiledLexicon lexicon;
  private final char[] text;
  private final int to;
  private final boolean isFinal;
  private final List<Match> matches = new ArrayList<>();
  private int hold;

  private Scan(CompiledLexicon lexicon, char[] text, int to, boolean isFinal) {
    this.lexicon = lexicon;
    this.text = text;
    this.to = to;
    this.isFinal = isFinal;
    this.hold = to;
  }

  /**
   * @param to the end of the text in the array
   * @param isFinal whether the text ends there, or may go on
   */
  static Scan of(CompiledLexicon lexicon, char[] text, int to, boolean isFinal) {
    boolean half = !isFinal && to > 0 && Character.isHighSurrogate(text[to - 1]);
    var scan = new Scan(lexicon, text, half ? to - 1 : to, isFinal);
    scan.run();
    return scan;
  }

  /** All matches, overlapping ones too, in no order; complete for starts before {@link #hold}. */
  List<Match> matches() {
    return matches;
  }

  /** Every match that begins before this offset is known; what comes later may be part of one. */
  int hold() {
    return hold;
  }

  private void run() {
    var main = new Projection(text, 0, to, to);
    TextNormalizer.project(main, lexicon.alphabet(), 0, -1, isFinal);
    read(main, new int[0]);
    again(main.leet, main.leets, TextNormalizer.LEET_SYMBOLS);
    again(main.split, main.splits, TextNormalizer.COMPOSE);
    for (int i = 0; main.splits > 1 && i < main.splits; i++) {
      surroundings(new int[] {main.split[i]}, TextNormalizer.COMPOSE, main.split[i]);
    }
    if (lexicon.spokenPatterns().length > 0) {
      speak(main);
    }
  }

  /** Runs the main automaton; with hints, only matches that hold one of them count. */
  private void read(Projection projection, int[] hints) {
    var automaton = lexicon.main();
    int[] states = new int[projection.runs + 1];
    int state = AhoCorasick.ROOT;
    int least = 0;
    for (int run = 0; run < projection.runs; run++) {
      // Inside a word nothing can begin: what has not begun at its start is of no interest.
      least = projection.runJoined[run] ? least + 1 : 1;
      int symbol = projection.runSymbol[run];
      if (symbol == 0 || (least > 1 && state == AhoCorasick.ROOT)) {
        state = AhoCorasick.ROOT;
        continue;
      }
      state = automaton.next(state, symbol, least);
      states[run + 1] = state;
      boolean wordGoesOn = run + 1 < projection.runs && projection.runJoined[run + 1];
      if (automaton.hasEnding(state) && !wordGoesOn) {
        takeEndings(projection, hints, state, run, least);
      }
    }
    if (!isFinal && projection.to == to) {
      hold = Math.min(hold, beforeMarks(to));
      holdFrom(projection, states);
    }
  }

  private void takeEndings(Projection projection, int[] hints, int state, int run, int least) {
    var automaton = lexicon.main();
    int at = automaton.ending(state);
    while (at != AhoCorasick.ROOT && automaton.depth(at) >= least) {
      for (int i = automaton.pattern(at); i >= 0; i = automaton.samePattern(i)) {
        var pattern = lexicon.mainPatterns()[i];
        MatchRules.check(projection, pattern, run)
            .filter(match -> hints.length == 0 || holdsHint(match, hints))
            .filter(match -> !pattern.isLiteral() || isLiteral(match))
            .ifPresent(matches::add);
      }
      at = automaton.shorter(at);
    }
  }

  private boolean isLiteral(Match match) {
    return match.entry() < 0
        || Literals.contains(
            new String(text, match.start(), match.end() - match.start()),
            lexicon.entries().get(match.entry()).text());
  }

  private static boolean holdsHint(Match match, int[] hints) {
    for (int hint : hints) {
      if (match.start() <= hint
          && hint < match.end()
          && match.start() >= hint - REACH
          && match.end() <= hint + REACH) {
        return true;
      }
    }
    return false;
  }

  private void holdFrom(Projection projection, int[] states) {
    holdState(projection, states, projection.runs);
    if (projection.openSplit && projection.runs > 0) {
      holdRaw(projection, projection.raws - 1);
      holdState(projection, states, projection.runs - 1);
    }
    if (projection.openWord >= 0) {
      holdRaw(projection, projection.openWord);
      int run = projection.runs;
      while (run > 0 && projection.runRaw[run - 1] >= projection.openWord) {
        run--;
      }
      holdState(projection, states, run);
    }
  }

  /** Holds back the beginning of a pattern that the first {@code runs} runs end with. */
  private void holdState(Projection projection, int[] states, int runs) {
    int depth = lexicon.main().depth(states[runs]);
    if (depth > 0) {
      holdRaw(projection, projection.runRaw[runs - depth]);
    }
  }

  private void holdRaw(Projection projection, int raw) {
    hold = Math.min(hold, beforeMarks(projection.rawStart[raw]));
  }

  /** The offset before the marks that may belong to an entry which begins at an offset. */
  private int beforeMarks(int offset) {
    int before = offset;
    while (before > 0
        && offset - before < Edges.LONGEST
        && lexicon.leadingMarks().get(Literals.fold(text[before - 1]))) {
      before--;
    }
    return before;
  }

  /** Reads the surroundings of hints, which are offsets in rising order, in another way. */
  private void again(int[] hints, int count, int mode) {
    int next = 0;
    while (next < count) {
      int first = next;
      int end = hints[next++] + REACH;
      while (next < count && hints[next] - REACH <= end) {
        end = hints[next++] + REACH;
      }
      surroundings(Arrays.copyOfRange(hints, first, next), mode, -1);
    }
  }

  private void surroundings(int[] hints, int mode, int only) {
    int from = Math.max(0, hints[0] - REACH);
    int end = Math.min(hints[hints.length - 1] + REACH, to);
    var projection = new Projection(text, from, end, to);
    TextNormalizer.project(projection, lexicon.alphabet(), mode, only, isFinal || end < to);
    read(projection, hints);
  }

  private void speak(Projection main) {
    int word = 0;
    int done = 0;
    while (word < main.words) {
      int from = Math.max(done, SpokenText.stretchStart(main, word));
      int end = SpokenText.stretchEnd(main, word);
      if (!SpokenText.isOrdinary(main, word, from, end)
          && speak(SpokenText.of(main, lexicon.alphabet(), from, end, word, true))) {
        speak(SpokenText.of(main, lexicon.alphabet(), from, end, word, false));
      }
      done = end;
      while (word < main.words && main.word[word] < end) {
        word += 2;
      }
    }
  }

  private boolean speak(SpokenText spoken) {
    var automaton = lexicon.spoken();
    int state = AhoCorasick.ROOT;
    for (int item = 0; item < spoken.items; item++) {
      int symbol = spoken.symbol[item];
      state = symbol == 0 ? AhoCorasick.ROOT : automaton.next(state, symbol);
      for (int at = automaton.ending(state); at != AhoCorasick.ROOT; at = automaton.shorter(at)) {
        for (int i = automaton.pattern(at); i >= 0; i = automaton.samePattern(i)) {
          SpokenRules.check(spoken, lexicon.spokenPatterns()[i], item).ifPresent(matches::add);
        }
      }
    }
    int depth = automaton.depth(state);
    int after = spoken.text.openWord >= 0 ? spoken.text.openWord : spoken.text.raws;
    if (!isFinal && depth > 0 && spoken.endRaw[spoken.items - 1] >= after - 1) {
      holdRaw(spoken.text, spoken.firstRaw[spoken.items - depth]);
    }
    return spoken.ambiguous;
  }
}
