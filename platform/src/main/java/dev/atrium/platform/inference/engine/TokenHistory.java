package dev.atrium.platform.inference.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a sequence has said, as far as its {@link TokenShaping} asks. */
final class TokenHistory {
  private final TokenShaping shaping;

  /** Tokens that were seen, and how often in the answer. */
  private final Map<Integer, Integer> counts = new HashMap<>();

  TokenHistory(TokenShaping shaping, int[] prompt) {
    this.shaping = shaping;
    if (shaping.repetition() != 1) {
      for (var token : prompt) {
        counts.put(token, 0);
      }
    }
  }

  void add(int token) {
    if (shaping.looksBack()) {
      counts.merge(token, 1, Integer::sum);
    }
  }

  /**
   * What is to be changed before the next token is chosen.
   *
   * @param banned tokens that may not be chosen now
   */
  LogitEdits edits(Set<Integer> banned) {
    if (counts.isEmpty() && shaping.bias().isEmpty() && banned.isEmpty()) {
      return LogitEdits.NONE;
    }
    var addends = new HashMap<Integer, Double>(shaping.bias());
    counts.forEach((token, count) -> addends.merge(token, penalty(count), Double::sum));
    banned.forEach(token -> addends.put(token, Double.NEGATIVE_INFINITY));
    var tokens = new long[addends.size()];
    var factors = new double[tokens.length];
    var values = new double[tokens.length];
    var i = 0;
    for (var entry : addends.entrySet()) {
      tokens[i] = entry.getKey();
      factors[i] = counts.containsKey(entry.getKey()) ? shaping.repetition() : 1;
      values[i++] = entry.getValue();
    }
    return new LogitEdits(tokens, factors, values);
  }

  private double penalty(int count) {
    return count == 0 ? 0 : -shaping.presence() - shaping.frequency() * count;
  }
}
