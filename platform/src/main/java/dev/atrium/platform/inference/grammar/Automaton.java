package dev.atrium.platform.inference.grammar;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A non-deterministic automaton over bytes, built from its end: each part is given the state that
 * follows it and answers where it begins. State 0 accepts. Runs as a deterministic one whose states
 * are made when they are first met.
 */
final class Automaton {
  static final int ACCEPT = 0;
  private static final int MOST_STATES = 200_000;
  private static final int NONE = -1;

  /** A state either goes on by a range of bytes, or at once to two states. */
  private int[] low = new int[256];

  private int[] high = new int[256];
  private int[] next = new int[256];
  private int[] other = new int[256];
  private int count = 1;

  Automaton() {
    low[ACCEPT] = NONE;
    high[ACCEPT] = NONE;
  }

  /** Where a byte from low to high leads on. */
  int bytes(int from, int to, int target) {
    return add(from, to, target, NONE);
  }

  /** Goes on from either state. */
  int either(int one, int another) {
    return add(NONE, NONE, one, another);
  }

  /** A state that leads to where {@link #join} says later. */
  int open() {
    return add(NONE, NONE, NONE, NONE);
  }

  void join(int open, int one, int another) {
    next[open] = one;
    other[open] = another;
  }

  private int add(int from, int to, int target, int another) {
    if (count == MOST_STATES) {
      throw AtriumException.caller(
          "format_too_large", "The format is too large: shorten it or its repetitions.");
    }
    if (count == low.length) {
      low = Arrays.copyOf(low, 2 * count);
      high = Arrays.copyOf(high, 2 * count);
      next = Arrays.copyOf(next, 2 * count);
      other = Arrays.copyOf(other, 2 * count);
    }
    low[count] = from;
    high[count] = to;
    next[count] = target;
    other[count] = another;
    return count++;
  }

  /** The automaton as a deterministic one that begins here. */
  Run run(int start) {
    return new Run(start);
  }

  /** Sets of states that were met; not thread-safe. */
  final class Run {
    private final Map<BitSet, State> states = new HashMap<>();
    private final State first;

    private Run(int start) {
      var set = new BitSet();
      close(start, set);
      this.first = state(set);
    }

    State first() {
      return first;
    }

    private State state(BitSet set) {
      return states.computeIfAbsent(set, found -> new State(this, found));
    }

    private State step(BitSet from, int value) {
      var set = new BitSet();
      for (var at = from.nextSetBit(0); at >= 0; at = from.nextSetBit(at + 1)) {
        if (low[at] != NONE && low[at] <= value && value <= high[at]) {
          close(next[at], set);
        }
      }
      return state(set);
    }

    /** Keeps the states that read a byte, and the accepting one. */
    private void close(int start, BitSet set) {
      var seen = new BitSet();
      var stack = new ArrayDeque<Integer>();
      stack.push(start);
      while (!stack.isEmpty()) {
        int at = stack.pop();
        if (at == NONE || seen.get(at)) {
          continue;
        }
        seen.set(at);
        if (at == ACCEPT || low[at] != NONE) {
          set.set(at);
        } else {
          stack.push(next[at]);
          stack.push(other[at]);
        }
      }
    }
  }

  /** A deterministic state. */
  static final class State {
    private final Run run;
    private final BitSet set;
    private final Map<Integer, State> after = new HashMap<>();

    State(Run run, BitSet set) {
      this.run = run;
      this.set = set;
    }

    /** Where a byte leads; a dead state if nowhere. */
    State after(int value) {
      return after.computeIfAbsent(value, each -> run.step(set, each));
    }

    boolean accepts() {
      return set.get(ACCEPT);
    }

    boolean dead() {
      return set.isEmpty();
    }
  }
}
