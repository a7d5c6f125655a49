package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How tokens are chosen.
 *
 * @param temperature 0 (greedy) to 2
 * @param topP above 0, at most 1
 * @param topK 0 = all tokens
 * @param seed the same seed gives the same tokens, whatever shares the batch
 * @param stop at most 8 strings that end the text before them
 * @param maxTokens tokens to generate at the most; 0 = up to the context's end
 * @param shaping how scores are changed before a token is chosen
 */
public record SamplingParameters(
    double temperature,
    double topP,
    int topK,
    OptionalLong seed,
    List<String> stop,
    int maxTokens,
    TokenShaping shaping) {
  public static final SamplingParameters GREEDY =
      new SamplingParameters(0, 1, 0, OptionalLong.empty(), List.of(), 0);

  public SamplingParameters {
    stop = List.copyOf(stop);
    var problems = new ArrayList<String>();
    require(problems, temperature >= 0 && temperature <= 2, "temperature is between 0 and 2");
    require(problems, topP > 0 && topP <= 1, "top_p is above 0 and at most 1");
    require(problems, topK >= 0, "top_k is not negative");
    require(problems, maxTokens >= 0, "max_tokens is not negative");
    require(problems, stop.size() <= 8, "stop holds at most 8 strings");
    require(problems, stop.stream().noneMatch(String::isEmpty), "stop strings are not empty");
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_sampling", String.join("; ", problems) + ".");
    }
  }

  /** Without any shaping of scores. */
  public SamplingParameters(
      double temperature,
      double topP,
      int topK,
      OptionalLong seed,
      List<String> stop,
      int maxTokens) {
    this(temperature, topP, topK, seed, stop, maxTokens, TokenShaping.NONE);
  }

  /** The same with this shaping. */
  public SamplingParameters withShaping(TokenShaping changed) {
    return new SamplingParameters(temperature, topP, topK, seed, stop, maxTokens, changed);
  }

  public SamplingParameters withMaxTokens(int limit) {
    return new SamplingParameters(temperature, topP, topK, seed, stop, limit, shaping);
  }

  private static void require(List<String> problems, boolean holds, String rule) {
    if (!holds) {
      problems.add(rule);
    }
  }
}
