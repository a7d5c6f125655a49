package dev.atrium.platform.inference.engine;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Who holds which place in the KV cache. Each slot has room for a whole context, so a sequence that
 * was admitted can never run out of memory.
 */
final class KvSlots {
  private final int count;
  private final int contextTokens;
  private final BitSet taken = new BitSet();
  private long promised;

  KvSlots(int count, int contextTokens) {
    this.count = count;
    this.contextTokens = contextTokens;
  }

  /** A free slot, the lowest, for a sequence that needs at most so many tokens. */
  OptionalInt acquire(int tokens) {
    var slot = taken.nextClearBit(0);
    if (slot >= count || tokens > contextTokens) {
      return OptionalInt.empty();
    }
    taken.set(slot);
    promised += tokens;
    return OptionalInt.of(slot);
  }

  /** Gives back a slot with the tokens that were asked for. */
  void release(int slot, int tokens) {
    if (!taken.get(slot)) {
      throw new IllegalStateException("slot " + slot + " is not taken");
    }
    taken.clear(slot);
    promised -= tokens;
  }

  long promisedTokens() {
    return promised;
  }

  long totalTokens() {
    return (long) count * contextTokens;
  }
}
