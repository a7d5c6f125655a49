package dev.atrium.platform.inference.grammar;

import dev.atrium.platform.inference.grammar.Automaton.State;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** A model's tokens by their bytes, as a tree: what begins alike is looked at once. */
final class Vocabulary {
  private static final class Node {
    final Map<Integer, Node> children = new TreeMap<>();
    final BitSet tokens = new BitSet();
  }

  private final Node root = new Node();
  private final IntFunction<byte[]> bytes;

  /**
   * @param bytes what a token writes; nothing = it never may be chosen
   */
  Vocabulary(int size, IntFunction<byte[]> bytes) {
    this.bytes = bytes;
    for (var token = 0; token < size; token++) {
      var node = root;
      for (var value : bytes.apply(token)) {
        node = node.children.computeIfAbsent(value & 0xff, each -> new Node());
      }
      if (node != root) {
        node.tokens.set(token);
      }
    }
  }

  /** Tokens that may follow. */
  BitSet allowed(State state) {
    var found = new BitSet();
    collect(root, state, found);
    return found;
  }

  State after(State state, int token) {
    var at = state;
    for (var value : bytes.apply(token)) {
      at = at.after(value & 0xff);
    }
    return at;
  }

  private static void collect(Node node, State state, BitSet found) {
    found.or(node.tokens);
    for (var child : node.children.entrySet()) {
      var next = state.after(child.getKey());
      if (!next.dead()) {
        collect(child.getValue(), next, found);
      }
    }
  }
}
