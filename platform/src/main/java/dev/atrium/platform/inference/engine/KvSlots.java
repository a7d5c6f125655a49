package dev.atrium.platform.inference.engine;

import java.util.Arrays;
import java.util.Optional;

/**
 * Who holds which place in the KV cache, and what is left in those that nobody holds. Each slot has
 * room for a whole context, so a sequence that was admitted can never run out of memory.
 *
 * <p>A slot given back keeps its prompt's tokens until someone else needs it. A later prompt of the
 * same owner that begins with them goes on from there. Only whole pieces are used again: they were
 * computed exactly as the new prompt would have been. What one owner left is never shown to
 * another, not even by being faster.
 */
final class KvSlots {

  /**
   * A place for a sequence.
   *
   * @param cached tokens of its prompt that the slot already holds
   */
  record Place(int slot, int cached) {}

  /** What is left in a slot: the first tokens of a prompt. */
  @SuppressWarnings("ArrayRecordComponent") // never changed
  record Content(String owner, int[] tokens) {
    static final Content NOTHING = new Content("", new int[0]);
  }

  private final int contextTokens;
  private final boolean[] taken;
  private final Content[] contents;
  private final long[] releasedAt;
  private long releases;
  private long promised;

  KvSlots(int count, int contextTokens) {
    this.contextTokens = contextTokens;
    this.taken = new boolean[count];
    this.contents = new Content[count];
    this.releasedAt = new long[count];
    Arrays.fill(contents, Content.NOTHING);
  }

  /**
   * The free slot that holds most of this prompt's beginning, else the one unused for longest.
   *
   * @param tokens how many the sequence needs at the most
   */
  Optional<Place> acquire(String owner, int[] prompt, int tokens) {
    var best = -1;
    var cached = 0;
    for (var slot = 0; slot < taken.length; slot++) {
      if (!taken[slot]) {
        var shared = shared(contents[slot], owner, prompt);
        var better = shared > cached || (shared == cached && isOlder(slot, best));
        if (best < 0 || better) {
          best = slot;
          cached = shared;
        }
      }
    }
    if (best < 0 || tokens > contextTokens) {
      return Optional.empty();
    }
    taken[best] = true;
    contents[best] = Content.NOTHING;
    promised += tokens;
    return Optional.of(new Place(best, cached));
  }

  /** Gives back a slot with the tokens that were asked for, and tells what it holds now. */
  void release(int slot, int tokens, Content content) {
    if (!taken[slot]) {
      throw new IllegalStateException("slot " + slot + " is not taken");
    }
    taken[slot] = false;
    contents[slot] = content;
    releasedAt[slot] = ++releases;
    promised -= tokens;
  }

  long promisedTokens() {
    return promised;
  }

  long totalTokens() {
    return (long) taken.length * contextTokens;
  }

  private boolean isOlder(int slot, int other) {
    return other >= 0 && releasedAt[slot] < releasedAt[other];
  }

  /** Tokens in whole pieces that both begin with; the prompt's last token is always computed. */
  private static int shared(Content content, String owner, int[] prompt) {
    if (!content.owner().equals(owner)) {
      return 0;
    }
    var most = Math.min(content.tokens().length, prompt.length - 1);
    var differs = Arrays.mismatch(content.tokens(), 0, most, prompt, 0, most);
    return wholePieces(differs < 0 ? most : differs);
  }

  static int wholePieces(int tokens) {
    return tokens / Scheduler.PIECE * Scheduler.PIECE;
  }
}
