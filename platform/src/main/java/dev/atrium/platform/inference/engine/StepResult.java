package dev.atrium.platform.inference.engine;

import java.util.List;

/**
 * What a step chose.
 *
 * @param chosen a token for each row with a draw, in the order of the rows
 * @param scores for each draw that asked for log-probabilities, in the same order
 * @param pooled for each row whose states are pooled their sum, in the order of the rows
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, read once
public record StepResult(int[] chosen, List<Scores> scores, List<float[]> pooled) {

  /** Tokens and their scores. */
  public StepResult(int[] chosen, List<Scores> scores) {
    this(chosen, scores, List.of());
  }

  /** Tokens alone. */
  public static StepResult of(int... chosen) {
    return new StepResult(chosen, List.of());
  }

  /**
   * Log-probabilities at one place.
   *
   * @param tokens the chosen one, then the likeliest, likeliest first
   * @param logprobs of these tokens
   */
  public record Scores(int[] tokens, double[] logprobs) {}
}
