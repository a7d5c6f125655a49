package dev.atrium.platform.inference.engine.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places of a KV cache. A running sequence holds one stretch of them, long enough for its worst
 * case, so that who was admitted never runs out of memory. Whole blocks of prompts are kept beside
 * and copied into the stretch of a later prompt that begins alike: they were computed exactly as
 * the new prompt would have been.
 */
public final class KvSpace {
  /** Tokens in a block; stretches begin at multiples of it, so that all lie alike in memory. */
  public static final int BLOCK = 64;

  private static final int SHORTEST = BLOCK;

  /** One place of so many keeps prompts, the others serve running sequences. */
  private static final int KEPT_PART = 3;

  /** One owner may hold half of the kept blocks while others want them. */
  private static final int OWNERS_PART = 2;

  /**
   * A sequence's stretch.
   *
   * @param place where it begins
   * @param tokens its length
   * @param cached tokens of the prompt that will lie there once the moves are carried out
   */
  public record Lease(PrefixKey key, int place, int tokens, int cached) {}

  private final int contextTokens;
  private final PlaceArena arena;
  private final PrefixTree tree;
  private final SharedPrompts shared;
  private final List<KvMove> moves = new ArrayList<>();
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * @param places all there are; at least one whole context
   */
  public KvSpace(int places, int contextTokens) {
    this(places, contextTokens, List.of());
  }

  /**
   * @param places all there are; at least one whole context
   * @param shared prompts of the operator's own, whose whole blocks serve all owners
   */
  public KvSpace(int places, int contextTokens, List<int[]> shared) {
    this.shared = new SharedPrompts(shared, BLOCK);
    this.contextTokens = contextTokens;
    var context = contextPlaces(contextTokens);
    if (places < context) {
      throw new IllegalArgumentException(places + " places, a context needs " + context);
    }
    var kept = Math.min(places / KEPT_PART, places - context) / BLOCK;
    this.arena = new PlaceArena((places / BLOCK - kept) * BLOCK);
    this.tree = new PrefixTree(arena.size(), kept, BLOCK, Math.max(1, kept / OWNERS_PART));
  }

  /**
   * Places for so many sequences of a whole context each, with what is kept beside them.
   *
   * @return a multiple of {@link #BLOCK}
   */
  public static long placesFor(int sequences, int contextTokens) {
    var running = (long) sequences * blocks(contextTokens);
    return (running + running / (KEPT_PART - 1)) * BLOCK;
  }

  /** Places of a whole context. */
  public static int contextPlaces(int contextTokens) {
    return blocks(contextTokens) * BLOCK;
  }

  /**
   * A stretch for a sequence, with the longest kept beginning of its prompt; its last token is
   * always computed. Empty if there is no room now.
   *
   * @param worstCase tokens that the sequence may need
   */
  public Optional<Lease> admit(PrefixKey key, int[] prompt, int worstCase) {
    var tokens = stretch(worstCase);
    if (worstCase > contextTokens || !mayTake(key.owner(), worstCase)) {
      return Optional.empty();
    }
    var place = arena.take(tokens);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    taken.merge(key.owner(), tokens, Integer::sum);
    var kept = find(key, prompt);
    for (var i = 0; i < kept.size(); i++) {
      move(new KvMove(kept.get(i), place.getAsInt() + i * BLOCK, BLOCK));
    }
    return Optional.of(new Lease(key, place.getAsInt(), tokens, kept.size() * BLOCK));
  }

  private List<Integer> find(PrefixKey key, int[] prompt) {
    var most = prompt.length - 1;
    var beginning = shared.of(key, prompt);
    var ends = Math.min(beginning.tokens(), most);
    var places = new ArrayList<>(tree.find(SharedPrompts.KEY, prompt, 0, ends));
    if (places.size() * BLOCK == beginning.tokens()) {
      places.addAll(tree.find(beginning.then(key), prompt, beginning.tokens(), most));
    }
    return places;
  }

  /**
   * Whether an owner may take so many more: where there is room for several contexts, nobody alone
   * takes the last one's.
   */
  public boolean mayTake(String owner, int tokens) {
    var context = blocks(contextTokens) * BLOCK;
    var most = arena.size() >= 2 * context ? arena.size() - context : arena.size();
    return taken.getOrDefault(owner, 0) + stretch(tokens) <= Math.max(most, context);
  }

  /** Keeps the whole blocks of a prompt whose first tokens were computed. */
  public void keep(Lease lease, int[] prompt, int computed) {
    var whole = Math.min(computed, prompt.length);
    var beginning = shared.of(lease.key(), prompt);
    var ends = Math.min(beginning.tokens(), whole);
    tree.keep(SharedPrompts.KEY, prompt, 0, ends, lease.place()).forEach(this::move);
    var own = beginning.then(lease.key());
    tree.keep(own, prompt, beginning.tokens(), whole, lease.place()).forEach(this::move);
  }

  public void release(Lease lease) {
    arena.free(lease.place(), lease.tokens());
    taken.computeIfPresent(
        lease.key().owner(),
        (owner, count) -> count == lease.tokens() ? null : count - lease.tokens());
  }

  /** What must be copied before the next step computes, in order; told once. */
  public List<KvMove> takeMoves() {
    var told = List.copyOf(moves);
    moves.clear();
    return told;
  }

  /** Places that running sequences hold. */
  public long heldTokens() {
    return arena.taken();
  }

  /** Places that running sequences could hold. */
  public long totalTokens() {
    return arena.size();
  }

  /** Prompt tokens kept for later. */
  public long keptTokens() {
    return tree.tokens();
  }

  /** Prompt tokens kept for one owner. Any thread. */
  public long keptTokens(String owner) {
    return tree.tokensOf(owner);
  }

  private void move(KvMove next) {
    if (!moves.isEmpty()) {
      var last = moves.getLast();
      var follows =
          last.from() + last.count() == next.from() && last.to() + last.count() == next.to();
      if (follows) {
        moves.set(
            moves.size() - 1, new KvMove(last.from(), last.to(), last.count() + next.count()));
        return;
      }
    }
    moves.add(next);
  }

  /**
   * Lengths are powers of two, so that sequences of about a size lie at equal distances: their
   * attention is computed together.
   */
  private int stretch(int worstCase) {
    var wanted = Math.max(SHORTEST, worstCase - 1);
    return Math.min(Integer.highestOneBit(wanted) << 1, contextPlaces(contextTokens));
  }

  private static int blocks(int tokens) {
    return (tokens + BLOCK - 1) / BLOCK;
  }
}
