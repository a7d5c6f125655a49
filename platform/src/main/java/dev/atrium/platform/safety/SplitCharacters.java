package dev.atrium.platform.safety;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Chinese characters written as two others: {@code 氵去} for {@code 法}. */
final class SplitCharacters {
  private static final Map<Integer, Character> WHOLE = new HashMap<>();
  private static final BitSet FIRST = new BitSet(1 << 16);
  private static final Set<Integer> ORDINARY_PAIRS = new HashSet<>();
  private static final String PAIRS =
      "女子木子日月户口门口工力力口古月白水白王日生土也女口女也人工山石田心自心口十又又木木人人口口日日"
          + "大小火车马上马力车门水田石头立里米石目月月日田力土口心中女士女王王里金子石子月半合手走干木寸"
          + "走己西女今心立日木口千里竹子禾口口力石包火山口止土石日光日寸白人主要立早相心其月其土山水";

  static {
    for (int i = 0; i < PAIRS.length(); i += 2) {
      ORDINARY_PAIRS.add(PAIRS.charAt(i) << 16 | PAIRS.charAt(i + 1));
    }
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

  /** Whether two folded characters often stand side by side without meaning a third. */
  static boolean isOrdinaryPair(int first, int second) {
    return ORDINARY_PAIRS.contains(first << 16 | second);
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
