package dev.atrium.platform.safety;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The symbols of a lexicon: classes of folded characters, numbered densely from 1. */
final class Alphabet {
  private final char[] basic = new char[1 << 16];
  private final Map<Integer, Integer> others = new HashMap<>();
  private final Map<Integer, Integer> marks = new HashMap<>();
  private final BitSet pairs = new BitSet(1 << 20);
  private int size;

  /** Adds the letters of words, the frequent ones first: small symbols pack the automaton. */
  void addByFrequency(Stream<String> words) {
    var count = new int[1 << 16];
    words.forEach(
        word -> word.chars().forEach(c -> count[Folding.value(Folding.of(c)) & 0xFFFF]++));
    IntStream.range(0, count.length)
        .filter(folded -> count[folded] > 0 && Folding.kind(Folding.of(folded)) >= Folding.LETTER)
        .filter(folded -> Folding.kind(Folding.of(folded)) != Folding.EXPANSION)
        .boxed()
        .sorted((a, b) -> count[b] - count[a])
        .forEach(this::add);
  }

  /** The symbol of a folded character; a new one if it has none yet. */
  int add(int folded) {
    int known = symbol(folded);
    if (known != 0) {
      return known;
    }
    int name = Leet.classOf(folded);
    int symbol = symbol(name);
    if (symbol == 0) {
      symbol = ++size;
      put(name, symbol);
    }
    put(folded, symbol);
    return symbol;
  }

  /** Makes a mark a symbol of its own, for entries that are nothing but marks. */
  void addMark(int code) {
    if (!marks.containsKey(code)) {
      marks.put(code, ++size);
      put(code, size);
    }
  }

  /** Notes that two symbols stand side by side in some entry. */
  void addPair(int first, int second) {
    pairs.set(pair(first, second));
  }

  /** Whether two symbols may stand side by side in some entry; seldom wrongly true. */
  boolean isPair(int first, int second) {
    return pairs.get(pair(first, second));
  }

  private static int pair(int first, int second) {
    return (first * 0x9E37 + second) & 0xFFFFF;
  }

  /** Sees to it that every member of a known class has its symbol. */
  void close() {
    for (int folded = '0'; folded <= 'z'; folded++) {
      int symbol = symbol(Leet.classOf(folded));
      if (symbol != 0) {
        put(folded, symbol);
      }
    }
  }

  /** The symbol of a folded character; 0 if no entry has it. */
  int symbol(int folded) {
    return folded < basic.length ? basic[folded] : others.getOrDefault(folded, 0);
  }

  /** Whether a mark is a symbol of this lexicon. */
  boolean isWantedMark(int code) {
    return !marks.isEmpty() && marks.containsKey(code);
  }

  private void put(int folded, int symbol) {
    if (folded < basic.length) {
      basic[folded] = (char) symbol;
    } else {
      others.put(folded, symbol);
    }
  }
}
