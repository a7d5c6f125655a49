package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.Map;

/**
 * How the scores of tokens are changed before one is chosen.
 *
 * @param minP drops tokens less likely than this share of the likeliest; 0 to 1
 * @param repetition divides (multiplies, if negative) the scores of tokens in prompt and answer;
 *     above 0, 1 = none
 * @param presence taken from the scores of tokens in the answer; -2 to 2
 * @param frequency taken as often as they are in it; -2 to 2
 * @param bias added to the scores of these tokens; -100 to 100
 */
public record TokenShaping(
    double minP, double repetition, double presence, double frequency, Map<Integer, Double> bias) {
  public static final TokenShaping NONE = new TokenShaping(0, 1, 0, 0, Map.of());

  private static final double STRONGEST_PENALTY = 2;
  private static final double STRONGEST_BIAS = 100;
  private static final int MOST_BIASES = 1024;

  public TokenShaping {
    bias = Map.copyOf(bias);
    var problems = new ArrayList<String>();
    require(problems, minP >= 0 && minP <= 1, "min_p is between 0 and 1");
    require(
        problems, repetition > 0 && repetition <= 10, "repetition_penalty is above 0, at most 10");
    require(
        problems, Math.abs(presence) <= STRONGEST_PENALTY, "presence_penalty is between -2 and 2");
    require(
        problems,
        Math.abs(frequency) <= STRONGEST_PENALTY,
        "frequency_penalty is between -2 and 2");
    require(problems, bias.size() <= MOST_BIASES, "logit_bias holds at most 1024 tokens");
    require(
        problems,
        bias.values().stream().allMatch(value -> Math.abs(value) <= STRONGEST_BIAS),
        "logit_bias is between -100 and 100");
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_sampling", String.join("; ", problems) + ".");
    }
  }

  /** Whether scores change with what was said before. */
  boolean looksBack() {
    return repetition != 1 || presence != 0 || frequency != 0;
  }

  private static void require(ArrayList<String> problems, boolean holds, String rule) {
    if (!holds) {
      problems.add(rule);
    }
  }
}
