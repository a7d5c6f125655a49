package dev.atrium.platform.safety;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Chinese characters written as two others: {@code 氵去} for {@code 法}. */
final class SplitCharacters {
  private static final Map<Integer, Character> WHOLE = new HashMap<>();
  private static final BitSet FIRST = new BitSet(1 << 16);
  private static final String BOUND_FORMS = "氵扌亻讠钅纟忄犭饣礻衤阝彳艹宀疒⺮囗辶刂攵灬攴丬冫夂虍耂彡";

  static {
    Tables.lines("split-characters.txt").forEach(SplitCharacters::addRow);
  }

  private SplitCharacters() {}

  /** Whether a folded character is the first part of some whole one. */
  static boolean isFirst(int folded) {
    return FIRST.get(folded);
  }

  /** The character that two folded ones make; 0 if none. */
  static int whole(int first, int second) {
    return WHOLE.getOrDefault(first << 16 | second, (char) 0);
  }

  /** Whether a part never stands alone in ordinary text, so that it shows intent. */
  static boolean isBoundForm(int folded) {
    return BOUND_FORMS.indexOf(folded) >= 0;
  }

  private static void addRow(String row) {
    var words = row.split(" ", -1);
    for (int i = 2; i < words.length; i++) {
      if (words[i].length() == 2) {
        boolean partIsFirst = words[0].equals("L");
        char part = words[1].charAt(0);
        char other = words[i].charAt(1);
        add(partIsFirst ? part : other, partIsFirst ? other : part, words[i].charAt(0));
      }
    }
  }

  private static void add(char first, char second, char whole) {
    int foldedFirst = Folding.value(Folding.of(first));
    WHOLE.put(foldedFirst << 16 | Folding.value(Folding.of(second)), whole);
    FIRST.set(foldedFirst);
  }
}
