package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Turns a lexicon into automata. */
final class LexiconCompiler {
  private static final int LONGEST_SPOKEN = 24;
  private static final int MOST_READINGS = 4;

  private final Alphabet alphabet = new Alphabet();
  private final List<int[]> mainSymbols = new ArrayList<>();
  private final List<Pattern> mainPatterns = new ArrayList<>();
  private final List<int[]> spokenSymbols = new ArrayList<>();
  private final List<Pattern> spokenPatterns = new ArrayList<>();
  private final BitSet leadingMarks = new BitSet();
  private final List<LexiconEntry> ignored = new ArrayList<>();

  private LexiconCompiler() {}

  static CompiledLexicon compile(Lexicon lexicon) {
    return new LexiconCompiler().run(lexicon);
  }

  private CompiledLexicon run(Lexicon lexicon) {
    var entries = new ArrayList<>(new LinkedHashSet<>(lexicon.entries()));
    alphabet.addByFrequency(entries.stream().map(LexiconEntry::text));
    for (int i = 0; i < entries.size(); i++) {
      if (!add(entries.get(i).text(), i)) {
        ignored.add(entries.get(i));
      }
    }
    lexicon.allowed().forEach(phrase -> add(phrase, -1));
    alphabet.close();
    return new CompiledLexicon(
        entries,
        alphabet,
        leadingMarks,
        AhoCorasick.of(mainSymbols.toArray(int[][]::new)),
        mainPatterns.toArray(Pattern[]::new),
        AhoCorasick.of(spokenSymbols.toArray(int[][]::new)),
        spokenPatterns.toArray(Pattern[]::new),
        List.copyOf(ignored));
  }

  private boolean add(String text, int entry) {
    boolean latin = text.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c));
    boolean added = addSpelling(text, entry, latin);
    if (added && !latin && hasCases(text)) {
      // Look-alikes go by the shape, which differs between the cases of Cyrillic and Greek.
      var upper = text.toUpperCase(Locale.ROOT);
      var lower = text.toLowerCase(Locale.ROOT);
      for (var spelling : List.of(upper, lower, upper.charAt(0) + lower.substring(1))) {
        if (!spelling.equals(text)) {
          addSpelling(spelling, entry, false);
        }
      }
    }
    return added;
  }

  private static boolean hasCases(String text) {
    return !text.toUpperCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
  }

  private boolean addSpelling(String text, int entry, boolean latin) {
    var edges = Edges.of(text);
    edges.before().chars().forEach(leadingMarks::set);
    var folds = new int[text.length() * 4];
    int length = 0;
    long gaps = 0;
    boolean gap = false;
    for (int code : text.codePoints().toArray()) {
      int fold = Folding.of(code);
      int kind = Folding.kind(fold);
      if (kind == Folding.MARK || kind == Folding.SPACE) {
        gap = length > 0;
      } else if (kind != Folding.INVISIBLE) {
        gaps |= gap && length < Long.SIZE ? 1L << length : 0;
        gap = false;
        int[] parts = kind == Folding.EXPANSION ? Folding.expansion(fold) : new int[] {fold};
        for (int part : parts) {
          folds = length == folds.length ? Arrays.copyOf(folds, length * 2) : folds;
          folds[length++] = part;
        }
      }
    }
    if (length == 0) {
      return addMarks(text, entry);
    }
    addPatterns(
        new Pattern(
            entry, Arrays.copyOf(folds, length), gaps, 0, edges.before(), edges.after(), latin));
    return true;
  }

  /** An entry of nothing but symbols, for example an emoji, matches as it is. */
  private boolean addMarks(String text, int entry) {
    int[] marks =
        text.codePoints()
            .filter(code -> code > 0x7F && Folding.kind(Folding.of(code)) == Folding.MARK)
            .filter(code -> Character.getType(code) == Character.OTHER_SYMBOL)
            .toArray();
    for (int i = 0; i < marks.length; i++) {
      alphabet.addMark(marks[i]);
      marks[i] |= Folding.IDEOGRAPH << 24;
    }
    if (marks.length > 0) {
      addPatterns(new Pattern(entry, marks, 0, 0, "", "", false));
    }
    return marks.length > 0;
  }

  private void addPatterns(Pattern entry) {
    int[] symbols =
        Arrays.stream(entry.folds()).map(fold -> alphabet.add(Folding.value(fold))).toArray();
    for (int i = 1; i < symbols.length; i++) {
      alphabet.addPair(symbols[i - 1], symbols[i]);
    }
    int[] collapsed = collapse(symbols, entry.gaps());
    mainSymbols.add(collapsed);
    mainPatterns.add(entry.withRuns(collapsed.length));
    if (collapsed.length < symbols.length) {
      mainSymbols.add(symbols);
      mainPatterns.add(entry.withRuns(symbols.length));
    }
    if (entry.entry() >= 0 && symbols.length >= 2 && symbols.length <= LONGEST_SPOKEN) {
      addSpoken(entry.withRuns(symbols.length), symbols);
    }
  }

  private static int[] collapse(int[] symbols, long gaps) {
    int[] collapsed = new int[symbols.length];
    int length = 0;
    for (int i = 0; i < symbols.length; i++) {
      boolean apart = i < Long.SIZE && (gaps >>> i & 1) != 0;
      if (i == 0 || symbols[i] != symbols[i - 1] || apart) {
        collapsed[length++] = symbols[i];
      }
    }
    return Arrays.copyOf(collapsed, length);
  }

  private void addSpoken(Pattern pattern, int[] symbols) {
    var rows = List.of(new int[symbols.length]);
    boolean chinese = false;
    for (int i = 0; i < symbols.length; i++) {
      var readings = Pinyin.readings(pattern.value(i));
      if (readings.isEmpty() && pattern.kind(i) == Folding.IDEOGRAPH) {
        return;
      }
      chinese |= !readings.isEmpty();
      rows = extend(rows, i, readings.isEmpty() ? List.of(Pinyin.count() + symbols[i]) : readings);
    }
    if (chinese) {
      for (var row : rows) {
        spokenSymbols.add(row);
        spokenPatterns.add(pattern);
      }
    }
  }

  private static List<int[]> extend(List<int[]> rows, int index, List<Integer> choices) {
    var extended = new ArrayList<int[]>();
    for (int choice : choices) {
      for (var row : rows) {
        if (extended.size() < MOST_READINGS) {
          var copy = row.clone();
          copy[index] = choice;
          extended.add(copy);
        }
      }
    }
    return extended;
  }
}
