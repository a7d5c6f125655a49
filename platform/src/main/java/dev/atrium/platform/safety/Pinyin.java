package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How Chinese characters read in Latin letters, without tones. Syllables are numbered from 1. */
final class Pinyin {
  private static final int LETTERS = 26;
  private static final int LONGEST = 6;

  private static final Map<String, Integer> SYLLABLES = new HashMap<>();
  private static final char[] READING = new char[0xA000];
  private static final Map<Integer, List<Integer>> FURTHER = new HashMap<>();
  private static final char[] STEPS;
  private static final boolean[] COMPLETE;

  static {
    Tables.rows("P ").forEach(Pinyin::addReading);
    Tables.lines("second-readings.txt").forEach(Pinyin::addFurther);
    var spellings = new TreeSet<>(SYLLABLES.keySet());
    spellings.removeIf(syllable -> syllable.length() < 2);
    var recogniser = new SyllableRecogniser(spellings);
    STEPS = recogniser.steps();
    COMPLETE = recogniser.complete();
  }

  private Pinyin() {}

  /** The usual reading of a folded character; 0 if it has none. */
  static int reading(int folded) {
    return folded < READING.length ? READING[folded] : 0;
  }

  /** All readings of a folded character, the usual one first; empty if it has none. */
  static List<Integer> readings(int folded) {
    int usual = reading(folded);
    if (usual == 0) {
      return List.of();
    }
    var all = new ArrayList<Integer>();
    all.add(usual);
    FURTHER.getOrDefault(folded, List.of()).stream()
        .filter(further -> further != usual)
        .forEach(all::add);
    return all;
  }

  /** The number of syllables; their numbers are 1 to this. */
  static int count() {
    return SYLLABLES.size();
  }

  /** The start of reading a Latin word as a row of syllables; see {@link #step}. */
  static final int START = 1;

  /** The state after one more letter; 0 if the word can't be a row of syllables. */
  static int step(int state, int letter) {
    int index = letter - 'a';
    return index < 0 || index >= LETTERS ? 0 : STEPS[state * LETTERS + index];
  }

  /** Whether the letters up to this state are a row of whole syllables. */
  static boolean isComplete(int state) {
    return COMPLETE[state];
  }

  /**
   * Divides a word into syllables.
   *
   * @param longFirst whether each syllable is as long, else as short, as the rest allows
   * @return the syllables' numbers and lengths in turn; empty if the word is no row of syllables
   */
  static List<int[]> divide(String word, boolean longFirst) {
    var found = new ArrayList<int[]>();
    return divide(word, 0, longFirst, found) ? found : List.of();
  }

  private static boolean divide(String word, int from, boolean longFirst, List<int[]> found) {
    if (from == word.length()) {
      return true;
    }
    for (int i = 0; i < LONGEST - 1; i++) {
      int length = longFirst ? LONGEST - i : i + 2;
      if (from + length > word.length()) {
        continue;
      }
      int syllable = SYLLABLES.getOrDefault(word.substring(from, from + length), 0);
      if (syllable != 0) {
        found.add(new int[] {syllable, length});
        if (divide(word, from + length, longFirst, found)) {
          return true;
        }
        found.removeLast();
      }
    }
    return false;
  }

  private static void addReading(String row) {
    int space = row.indexOf(' ');
    int syllable = number(row.substring(0, space));
    row.substring(space + 1).chars().forEach(c -> READING[c] = (char) syllable);
  }

  private static void addFurther(String row) {
    var words = row.split(" ", -1);
    int syllable = number(words[0]);
    for (int i = 1; i < words.length; i++) {
      FURTHER.computeIfAbsent((int) words[i].charAt(0), c -> new ArrayList<>()).add(syllable);
    }
  }

  private static int number(String syllable) {
    return SYLLABLES.computeIfAbsent(syllable, added -> SYLLABLES.size() + 1);
  }
}
