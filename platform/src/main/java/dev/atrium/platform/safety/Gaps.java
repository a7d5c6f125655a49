package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands between the letters of a candidate that the entry does not have there, and whether
 * that is a disguise or just the way sentences are written.
 */
final class Gaps {
  private static final String SENTENCE_MARKS = "，。；：？！、,;:?!…\n\r《》〈〉「」『』【】（）()[]{}“”‘’\"'<>—|/\\";

  private final Projection text;
  private final Pattern pattern;
  private final List<String> latin = new ArrayList<>();
  private final List<String> han = new ArrayList<>();
  private final StringBuilder letters = new StringBuilder();
  private final List<String> fragments = new ArrayList<>();
  private int latinSlots;
  private int hanSlots;
  private boolean missing;
  private int free;

  /** Whether the entry has letters of a script without word boundaries. */
  private final boolean mixed;

  Gaps(Projection text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
    this.mixed = pattern.hasIdeograph();
  }

  /** Notes what stands before the raw that begins the pattern's character {@code index}. */
  void between(int raw, int index) {
    var gap = visible(raw);
    var before = text.kind(raw - 1);
    var after = text.kind(raw);
    if (pattern.hasGapBefore(index)) {
      missing |= gap.isEmpty();
    } else if (mixed && before != after && gap.isBlank()) {
      free++;
    } else if (mixed) {
      hanSlots++;
      if (!gap.isEmpty()) {
        han.add(gap);
      }
    } else {
      latinSlots++;
      if (!gap.isEmpty()) {
        latin.add(gap);
      }
    }
    if (!gap.isEmpty()) {
      endFragment();
    }
  }

  /** Notes a letter of the text. */
  void letter(int raw) {
    letters.appendCodePoint(text.value(raw));
  }

  /** Whether anything was inserted. */
  boolean isEmpty() {
    return latin.isEmpty() && han.isEmpty() && free == 0 && !missing;
  }

  boolean areDisguise() {
    endFragment();
    return (latin.isEmpty() || latinDisguise())
        && (han.isEmpty() || hanDisguise())
        && (!missing || pattern.length() >= 5);
  }

  private boolean latinDisguise() {
    if (pattern.length() < 3 || latin.stream().anyMatch(gap -> gap.indexOf('\n') >= 0)) {
      return false;
    }
    if (latin.size() == latinSlots && latinSlots > 1) {
      return pattern.length() > 3 || latin.stream().distinct().count() == 1;
    }
    return pattern.length() > 3
        && latin.stream().allMatch(gap -> gap.length() <= 2)
        && !isContraction()
        && !(latin.stream().allMatch(Gaps::joinsWords)
            && fragments.stream().allMatch(OrdinaryWords::contains));
  }

  /** Whether a gap is one that ordinary compounds and paths have. */
  private static boolean joinsWords(String gap) {
    return gap.chars().allMatch(mark -> " -‐_/\\.,:;'’".indexOf(mark) >= 0);
  }

  private boolean isContraction() {
    return latin.size() == 1
        && (latin.getFirst().equals("'") || latin.getFirst().equals("’"))
        && fragments.getLast().length() <= 2;
  }

  private boolean hanDisguise() {
    int longest = pattern.length() > 2 ? 2 : 1;
    if (han.stream().allMatch(gap -> gap.length() <= longest && isInsertable(gap))) {
      return true;
    }
    return han.size() == hanSlots
        && hanSlots > 1
        && han.stream().distinct().count() == 1
        && han.getFirst().indexOf('\n') < 0;
  }

  private static boolean isInsertable(String gap) {
    return gap.chars().noneMatch(mark -> SENTENCE_MARKS.indexOf(mark) >= 0);
  }

  private void endFragment() {
    if (!letters.isEmpty()) {
      fragments.add(letters.toString().toLowerCase(Locale.ROOT));
      letters.setLength(0);
    }
  }

  private String visible(int raw) {
    int start = text.rawEnd[raw - 1];
    int end = text.rawStart[raw];
    if (start >= end) {
      return "";
    }
    var gap = new StringBuilder();
    for (int i = start; i < end; i++) {
      if (Folding.kind(Folding.of(text.text[i])) != Folding.INVISIBLE) {
        gap.append(text.text[i]);
      }
    }
    return gap.toString();
  }
}
