package dev.atrium.platform.safety;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * An Aho–Corasick automaton over small integers ("symbols") in a double array: the child of state
 * {@code s} by symbol {@code c} is {@code base[s] + c} if that cell's {@code check} is {@code s}.
 * All matches are found, overlapping ones too. Immutable; any thread.
 *
 * <p>Symbol 0 belongs to no pattern and leads every state to the root. Patterns must not be empty.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/360825.360855">Aho, Corasick: Efficient string
 *     matching (1975)</a>
 * @see <a href="https://doi.org/10.1109/32.31365">Aoe: An efficient digital search algorithm by
 *     using a double-array structure (1989)</a>
 */
final class AhoCorasick {
  /** The state before any symbol. */
  static final int ROOT = 0;

  private static final int FREE = -1;

  /** How many free cells are tried for a state's children before new ones are taken. */
  private static final int TRIES = 200;

  private static final int DEPTH = 0xFFFF;

  private int[] base = new int[1 << 10];
  private int[] check = new int[1 << 10];
  private int[] fail = new int[0];
  private int[] steps = new int[0];
  private int[] facts = new int[0];
  private int[] pattern = new int[0];
  private int[] shorter = new int[0];
  private int[] ending = new int[0];
  private final int[] samePattern;
  private int cells = 1;
  private BitSet used = new BitSet();
  private int narrowFrom = 1;
  private int wideFrom = 1;

  private AhoCorasick(int patterns) {
    samePattern = new int[patterns];
    Arrays.fill(samePattern, FREE);
    Arrays.fill(check, FREE);
  }

  /**
   * @param patterns symbols from 1 on; equal patterns are allowed
   */
  static AhoCorasick of(int[][] patterns) {
    var automaton = new AhoCorasick(patterns.length);
    automaton.build(patterns);
    return automaton;
  }

  /** The state after one more symbol. */
  int next(int state, int symbol) {
    return next(state, symbol, 0);
  }

  /**
   * The state after one more symbol if what it has matched is at least so long, else the root.
   *
   * @param leastDepth the fewest symbols, this one included, that are still of interest
   */
  int next(int state, int symbol, int leastDepth) {
    int from = state;
    while (true) {
      int cell = steps[from << 1] + symbol;
      if (cell < cells && steps[(cell << 1) + 1] == from) {
        return cell;
      }
      if (from == ROOT) {
        return ROOT;
      }
      from = fail[from];
      if ((facts[from] & DEPTH) + 1 < leastDepth) {
        return ROOT;
      }
    }
  }

  /** How many of the last symbols are the longest beginning of a pattern that ends here. */
  int depth(int state) {
    return facts[state] & DEPTH;
  }

  /** Whether a pattern ends in this state. */
  boolean hasEnding(int state) {
    return facts[state] < 0;
  }

  /** The first state, from this one on towards the root, that ends a pattern; ROOT if none. */
  int ending(int state) {
    return ending[state];
  }

  /** The next shorter one after a state that {@link #ending} gave; ROOT if none. */
  int shorter(int ending) {
    return shorter[ending];
  }

  /** A pattern that ends in a state that {@link #ending} gave. */
  int pattern(int ending) {
    return pattern[ending];
  }

  /** The next pattern equal to this one; negative if none. */
  int samePattern(int index) {
    return samePattern[index];
  }

  /** Bytes held by the arrays. */
  long bytes() {
    return 4L * (7L * cells + samePattern.length);
  }

  private void build(int[][] patterns) {
    var order =
        IntStream.range(0, patterns.length)
            .boxed()
            .sorted(Comparator.comparing(i -> patterns[i], Arrays::compare))
            .mapToInt(Integer::intValue)
            .toArray();
    int nodes = 1 + newNodes(patterns, order);
    int[] cellOf = new int[nodes];
    int[] parent = new int[nodes];
    int[] low = new int[nodes];
    int[] high = new int[nodes];
    high[0] = order.length;
    pattern = new int[check.length];
    Arrays.fill(pattern, FREE);
    place(patterns, order, new Nodes(cellOf, parent, low, high));
    trim();
    link(cellOf, parent, nodes);
  }

  /** The trie in breadth-first order: a node is a range of the sorted patterns. */
  private record Nodes(int[] cell, int[] parent, int[] low, int[] high) {}

  private static int newNodes(int[][] patterns, int[] order) {
    int count = 0;
    int[] before = {};
    for (int index : order) {
      int shared = Arrays.mismatch(before, patterns[index]);
      count += shared < 0 ? 0 : patterns[index].length - Math.min(shared, patterns[index].length);
      before = patterns[index];
    }
    return count;
  }

  private void place(int[][] patterns, int[] order, Nodes nodes) {
    char[] depths = new char[nodes.cell.length];
    int[] symbols = new int[256];
    int[] starts = new int[257];
    int last = 1;
    for (int node = 0; node < last; node++) {
      int level = depths[node];
      int from = takeEndings(patterns, order, nodes, node, level);
      int count = 0;
      for (int i = from; i < nodes.high[node]; i++) {
        int symbol = patterns[order[i]][level];
        if (count == 0 || symbols[count - 1] != symbol) {
          if (count == symbols.length) {
            symbols = Arrays.copyOf(symbols, count * 2);
            starts = Arrays.copyOf(starts, count * 2 + 1);
          }
          symbols[count] = symbol;
          starts[count++] = i;
        }
      }
      starts[count] = nodes.high[node];
      if (count > 0) {
        int cell = nodes.cell[node];
        int found = findBase(symbols, count);
        base[cell] = found;
        for (int child = 0; child < count; child++) {
          int childCell = found + symbols[child];
          check[childCell] = cell;
          used.set(childCell);
          nodes.cell[last] = childCell;
          nodes.parent[last] = node;
          nodes.low[last] = starts[child];
          nodes.high[last] = starts[child + 1];
          depths[last++] = (char) (level + 1);
        }
      }
    }
    facts = new int[check.length];
    for (int node = 0; node < last; node++) {
      facts[nodes.cell[node]] = depths[node];
    }
  }

  /** Records the patterns that end in a node; returns where the longer ones begin. */
  private int takeEndings(int[][] patterns, int[] order, Nodes nodes, int node, int level) {
    int from = nodes.low[node];
    int cell = nodes.cell[node];
    while (from < nodes.high[node] && patterns[order[from]].length == level) {
      if (level == 0) {
        throw new IllegalArgumentException("A pattern must not be empty");
      }
      samePattern[order[from]] = pattern[cell];
      pattern[cell] = order[from++];
    }
    return from;
  }

  private int findBase(int[] symbols, int count) {
    if (count == 1) {
      narrowFrom = used.nextClearBit(narrowFrom);
      return claim(used.nextClearBit(Math.max(narrowFrom, symbols[0])) - symbols[0], symbols, 1);
    }
    int cell = used.nextClearBit(Math.max(wideFrom, symbols[0]));
    for (int tries = 0; tries < TRIES; tries++) {
      if (allFree(cell - symbols[0], symbols, count)) {
        wideFrom = tries > TRIES / 4 ? Math.max(wideFrom, cell - symbols[0]) : wideFrom;
        return claim(cell - symbols[0], symbols, count);
      }
      cell = used.nextClearBit(cell + 1);
    }
    wideFrom = Math.max(wideFrom, cell - symbols[0]);
    return claim(Math.max(0, cells - symbols[0]), symbols, count);
  }

  private int claim(int candidate, int[] symbols, int count) {
    ensure(candidate + symbols[count - 1] + 1);
    cells = Math.max(cells, candidate + symbols[count - 1] + 1);
    return candidate;
  }

  private boolean allFree(int candidate, int[] symbols, int count) {
    for (int i = count - 1; i > 0; i--) {
      if (used.get(candidate + symbols[i])) {
        return false;
      }
    }
    return true;
  }

  private void ensure(int length) {
    if (length > check.length) {
      int old = check.length;
      int grown = Math.max(length, old + (old >> 1));
      base = Arrays.copyOf(base, grown);
      check = Arrays.copyOf(check, grown);
      pattern = Arrays.copyOf(pattern, grown);
      Arrays.fill(check, old, grown, FREE);
      Arrays.fill(pattern, old, grown, FREE);
    }
  }

  private void trim() {
    base = Arrays.copyOf(base, cells);
    check = Arrays.copyOf(check, cells);
    pattern = Arrays.copyOf(pattern, cells);
    facts = Arrays.copyOf(facts, cells);
    interleave();
    fail = new int[cells];
    shorter = new int[cells];
    ending = new int[cells];
    used = new BitSet();
  }

  /** Base and check side by side, so that a step touches one line of the cache. */
  private void interleave() {
    steps = new int[2 * cells];
    for (int cell = 0; cell < cells; cell++) {
      steps[2 * cell] = base[cell];
      steps[2 * cell + 1] = check[cell];
    }
    check = new int[0];
  }

  private void link(int[] cellOf, int[] parent, int nodes) {
    for (int node = 1; node < nodes; node++) {
      int cell = cellOf[node];
      int parentCell = cellOf[parent[node]];
      if (parentCell != ROOT) {
        fail[cell] = next(fail[parentCell], cell - base[parentCell]);
      }
      shorter[cell] = ending[fail[cell]];
      ending[cell] = pattern[cell] != FREE ? cell : shorter[cell];
      facts[cell] |= ending[cell] != ROOT ? Integer.MIN_VALUE : 0;
    }
    base = new int[0];
  }
}
