package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A deterministic automaton over a–z that accepts one or more syllables in a row. State 0 is dead,
 * state 1 the start. Made by the subset construction: a state is the set of the trie's nodes at
 * which the reading may be; node 0, the root, is among them after a whole syllable.
 */
final class SyllableRecogniser {
  private static final int LETTERS = 26;

  private final List<int[]> trie = new ArrayList<>();
  private final BitSet whole = new BitSet();
  private final Map<BitSet, Integer> numbers = new HashMap<>();
  private final List<BitSet> states = new ArrayList<>();
  private final List<char[]> rows = new ArrayList<>();

  SyllableRecogniser(Collection<String> syllables) {
    trie.add(new int[LETTERS]);
    syllables.forEach(this::add);
    number(new BitSet());
    var start = new BitSet();
    start.set(0);
    number(start);
    for (int state = 0; state < states.size(); state++) {
      rows.add(row(states.get(state)));
    }
  }

  /** The next state by state * 26 + letter. */
  char[] steps() {
    char[] steps = new char[rows.size() * LETTERS];
    for (int state = 0; state < rows.size(); state++) {
      System.arraycopy(rows.get(state), 0, steps, state * LETTERS, LETTERS);
    }
    return steps;
  }

  /** Whether a state stands at the end of a syllable. */
  boolean[] complete() {
    boolean[] complete = new boolean[states.size()];
    for (int state = 2; state < complete.length; state++) {
      complete[state] = states.get(state).get(0);
    }
    return complete;
  }

  private void add(String syllable) {
    int node = 0;
    for (char letter : syllable.toCharArray()) {
      int[] children = trie.get(node);
      if (children[letter - 'a'] == 0) {
        children[letter - 'a'] = trie.size();
        trie.add(new int[LETTERS]);
      }
      node = children[letter - 'a'];
    }
    whole.set(node);
  }

  private char[] row(BitSet state) {
    var next = new BitSet[LETTERS];
    Arrays.setAll(next, letter -> new BitSet());
    for (int node = state.nextSetBit(0); node >= 0; node = state.nextSetBit(node + 1)) {
      int[] children = trie.get(node);
      for (int letter = 0; letter < LETTERS; letter++) {
        if (children[letter] != 0) {
          next[letter].set(children[letter]);
          next[letter].set(0, next[letter].get(0) || whole.get(children[letter]));
        }
      }
    }
    char[] row = new char[LETTERS];
    for (int letter = 0; letter < LETTERS; letter++) {
      row[letter] = (char) number(next[letter]);
    }
    return row;
  }

  private int number(BitSet state) {
    var known = numbers.get(state);
    if (known != null) {
      return known;
    }
    states.add(state);
    numbers.put(state, states.size() - 1);
    return states.size() - 1;
  }
}
