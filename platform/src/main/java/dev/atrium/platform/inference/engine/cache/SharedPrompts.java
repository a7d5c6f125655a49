package dev.atrium.platform.inference.engine.cache;

import java.util.Arrays;
import java.util.List;

/** The operator's own prompts: what is kept of them serves everyone, because it is nobody's. */
final class SharedPrompts {
  /** No tenant's name holds this character. */
  private static final String OPERATOR = "\0operator";

  /** Where the blocks of all these prompts are found. */
  static final PrefixKey KEY = new PrefixKey(OPERATOR, "");

  private final List<int[]> prompts;
  private final int block;

  /**
   * A prompt's beginning that is one of the operator's.
   *
   * @param which the prompt
   * @param tokens whole blocks of it; 0 = nothing
   */
  record Beginning(int which, int tokens) {
    /** The key of what follows: the same only after the same beginning. */
    PrefixKey then(PrefixKey own) {
      return tokens == 0 ? own : new PrefixKey(own.owner(), own.adapter(), which + ":" + tokens);
    }
  }

  SharedPrompts(List<int[]> prompts, int block) {
    this.prompts = List.copyOf(prompts);
    this.block = block;
  }

  /** The longest beginning; an adapter computes other keys and values, so it shares none. */
  Beginning of(PrefixKey key, int[] prompt) {
    var longest = new Beginning(0, 0);
    for (var i = 0; i < prompts.size() && key.adapter().isEmpty(); i++) {
      var tokens = commonBlocks(prompts.get(i), prompt);
      if (tokens > longest.tokens()) {
        longest = new Beginning(i, tokens);
      }
    }
    return longest;
  }

  private int commonBlocks(int[] shared, int[] prompt) {
    var differs = Arrays.mismatch(shared, prompt);
    var common = differs < 0 ? shared.length : differs;
    return common / block * block;
  }
}
