package dev.atrium.platform.inference.engine;

/**
 * Changes to the scores of some tokens: a score is divided by its factor if positive, else
 * multiplied with it; then its addend is added.
 *
 * @param tokens distinct ids
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, read once
public record LogitEdits(long[] tokens, double[] factors, double[] addends) {
  public static final LogitEdits NONE = new LogitEdits(new long[0], new double[0], new double[0]);

  /** How many tokens. */
  public int size() {
    return tokens.length;
  }
}
