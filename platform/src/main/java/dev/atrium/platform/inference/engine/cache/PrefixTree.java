package dev.atrium.platform.inference.engine.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kept prompts as a radix tree over blocks of tokens: a block is found by all tokens before it, and
 * prompts that begin alike share their first blocks. When blocks run out, the leaf that was unused
 * for longest goes; an owner above its share gives first.
 */
final class PrefixTree {

  /** A block's tokens, compared by value. */
  private record Tokens(int[] ids) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Tokens(var others) && Arrays.equals(ids, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }
  }

  /** A kept block; a root has no place. */
  private static final class Node {
    final Optional<Node> parent;
    final Tokens tokens;
    final String owner;
    final int place;
    final Map<Tokens, Node> children = new HashMap<>();
    long used;

    Node(Optional<Node> parent, Tokens tokens, String owner, int place) {
      this.parent = parent;
      this.tokens = tokens;
      this.owner = owner;
      this.place = place;
    }
  }

  private final int block;
  private final int share;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final Map<PrefixKey, Node> roots = new HashMap<>();
  private final Map<String, TreeMap<Long, Node>> leaves = new HashMap<>();

  /** Blocks by owner; also read by other threads, for metrics. */
  private final Map<String, Integer> held = new ConcurrentHashMap<>();

  private long clock;

  /**
   * @param firstPlace where the blocks' places begin
   * @param block tokens in a block
   * @param share blocks that one owner may hold while others want them
   */
  PrefixTree(int firstPlace, int blocks, int block, int share) {
    this.block = block;
    this.share = share;
    for (var i = 0; i < blocks; i++) {
      free.add(firstPlace + i * block);
    }
  }

  /**
   * First places of the kept blocks with which these tokens go on.
   *
   * @param begin where in the tokens the key's blocks begin
   * @param most where in the tokens they end at the latest
   */
  List<Integer> find(PrefixKey key, int[] tokens, int begin, int most) {
    var places = new ArrayList<Integer>();
    var node = roots.get(key);
    for (var from = begin; node != null && from + block <= most; from += block) {
      node = node.children.get(at(tokens, from));
      if (node != null) {
        use(node);
        places.add(node.place);
      }
    }
    return places;
  }

  /**
   * Keeps the whole blocks of a prompt.
   *
   * @param begin where in the prompt the key's blocks begin
   * @param count tokens of the prompt that lie from {@code source} on
   * @return what is to be copied for it
   */
  List<KvMove> keep(PrefixKey key, int[] tokens, int begin, int count, int source) {
    var known = Optional.ofNullable(roots.get(key));
    var root =
        known.orElseGet(() -> new Node(Optional.empty(), new Tokens(new int[0]), key.owner(), -1));
    var moves = keepBelow(root, tokens, begin, count, source);
    if (!root.children.isEmpty()) {
      roots.put(key, root);
    }
    return moves;
  }

  private List<KvMove> keepBelow(Node root, int[] tokens, int begin, int count, int source) {
    var moves = new ArrayList<KvMove>();
    var node = root;
    for (var from = begin; from + block <= count; from += block) {
      var next = at(tokens, from);
      var child = node.children.get(next);
      if (child == null) {
        var place = placeFor(root.owner, node);
        if (place.isEmpty()) {
          return moves;
        }
        child = add(node, next, place.get());
        moves.add(new KvMove(source + from, child.place, block));
      }
      use(child);
      node = child;
    }
    return moves;
  }

  /** Tokens that an owner's kept blocks hold. */
  long tokensOf(String owner) {
    return (long) held.getOrDefault(owner, 0) * block;
  }

  /** Tokens of all kept blocks. */
  long tokens() {
    return held.values().stream().mapToLong(count -> (long) count * block).sum();
  }

  private Tokens at(int[] tokens, int from) {
    return new Tokens(Arrays.copyOfRange(tokens, from, from + block));
  }

  private Node add(Node parent, Tokens tokens, int place) {
    removeLeaf(parent);
    var node = new Node(Optional.of(parent), tokens, parent.owner, place);
    parent.children.put(tokens, node);
    held.merge(parent.owner, 1, Integer::sum);
    return node;
  }

  private void use(Node node) {
    removeLeaf(node);
    node.used = ++clock;
    if (node.children.isEmpty()) {
      leaves.computeIfAbsent(node.owner, owner -> new TreeMap<>()).put(node.used, node);
    }
  }

  private void removeLeaf(Node node) {
    var own = leaves.get(node.owner);
    if (own != null) {
      own.remove(node.used, node);
      if (own.isEmpty()) {
        leaves.remove(node.owner);
      }
    }
  }

  /**
   * A free block, taken from whoever has to give; none if only the path that is being kept could.
   */
  private Optional<Integer> placeFor(String owner, Node path) {
    if (free.isEmpty()) {
      oldest(owner, path).ifPresent(this::evict);
    }
    return Optional.ofNullable(free.poll());
  }

  private Optional<Node> oldest(String owner, Node path) {
    if (held.getOrDefault(owner, 0) >= share) {
      return oldestOf(owner, path);
    }
    var over = held.entrySet().stream().filter(each -> each.getValue() > share).findFirst();
    if (over.isPresent()) {
      return oldestOf(over.get().getKey(), path);
    }
    return leaves.keySet().stream()
        .flatMap(each -> oldestOf(each, path).stream())
        .min((a, b) -> Long.compare(a.used, b.used));
  }

  private Optional<Node> oldestOf(String owner, Node path) {
    return leaves.getOrDefault(owner, new TreeMap<>()).values().stream()
        .filter(node -> node != path)
        .findFirst();
  }

  private void evict(Node leaf) {
    removeLeaf(leaf);
    var parent = leaf.parent.orElseThrow();
    parent.children.remove(leaf.tokens);
    held.computeIfPresent(leaf.owner, (owner, count) -> count == 1 ? null : count - 1);
    free.add(leaf.place);
    if (parent.children.isEmpty()) {
      if (parent.parent.isPresent()) {
        leaves.computeIfAbsent(parent.owner, owner -> new TreeMap<>()).put(parent.used, parent);
      } else {
        roots.values().remove(parent);
      }
    }
  }
}
