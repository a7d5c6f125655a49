package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

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
 * @param ending which tokens end the answer
 * @param logprobs how many of the likeliest tokens to tell beside each chosen one, 0 to 20; empty =
 *     no log-probabilities
 * @param choices answers to the same prompt, 1 to 16, each with a seed of its own
 * @param format what each answer must look like
 * @param open parts that are left to the model's own advice ({@link SamplingDefaults})
 */
public record SamplingParameters(
    double temperature,
    double topP,
    int topK,
    OptionalLong seed,
    List<String> stop,
    int maxTokens,
    TokenShaping shaping,
    Ending ending,
    OptionalInt logprobs,
    int choices,
    OutputFormat format,
    Set<Part> open) {

  /** A part that may be left to the model. */
  public enum Part {
    TEMPERATURE,
    TOP_P,
    TOP_K,
    MIN_P,
    REPETITION
  }

  public static final SamplingParameters GREEDY =
      new SamplingParameters(0, 1, 0, OptionalLong.empty(), List.of(), 0);

  private static final int MOST_LOGPROBS = 20;
  private static final int MOST_CHOICES = 16;

  public SamplingParameters {
    stop = List.copyOf(stop);
    open = Set.copyOf(open);
    var problems = new ArrayList<String>();
    require(problems, temperature >= 0 && temperature <= 2, "temperature is between 0 and 2");
    require(problems, topP > 0 && topP <= 1, "top_p is above 0 and at most 1");
    require(problems, topK >= 0, "top_k is not negative");
    require(problems, maxTokens >= 0, "max_tokens is not negative");
    require(problems, stop.size() <= 8, "stop holds at most 8 strings");
    require(problems, stop.stream().noneMatch(String::isEmpty), "stop strings are not empty");
    require(
        problems,
        maxTokens == 0 || ending.minTokens() <= maxTokens,
        "min_tokens is at most max_tokens");
    var told = logprobs.orElse(0);
    require(problems, told >= 0 && told <= MOST_LOGPROBS, "top_logprobs is between 0 and 20");
    require(problems, choices >= 1 && choices <= MOST_CHOICES, "n is between 1 and 16");
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_sampling", String.join("; ", problems) + ".");
    }
  }

  /** One free answer, ended as the model ends it. */
  public SamplingParameters(
      double temperature,
      double topP,
      int topK,
      OptionalLong seed,
      List<String> stop,
      int maxTokens) {
    this(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        TokenShaping.NONE,
        Ending.USUAL,
        OptionalInt.empty(),
        1,
        OutputFormat.FREE,
        Set.of());
  }

  public SamplingParameters withSeed(long number) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        OptionalLong.of(number),
        stop,
        maxTokens,
        shaping,
        ending,
        logprobs,
        choices,
        format,
        open);
  }

  public SamplingParameters withMaxTokens(int limit) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        limit,
        shaping,
        ending,
        logprobs,
        choices,
        format,
        open);
  }

  /** The same with this shaping. */
  public SamplingParameters withShaping(TokenShaping changed) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        changed,
        ending,
        logprobs,
        choices,
        format,
        open);
  }

  public SamplingParameters withEnding(Ending changed) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        shaping,
        changed,
        logprobs,
        choices,
        format,
        open);
  }

  /** The same, telling so many of the likeliest tokens beside each chosen one. */
  public SamplingParameters withLogprobs(int likeliest) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        shaping,
        ending,
        OptionalInt.of(likeliest),
        choices,
        format,
        open);
  }

  public SamplingParameters withChoices(int count) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        shaping,
        ending,
        logprobs,
        count,
        format,
        open);
  }

  public SamplingParameters withFormat(OutputFormat required) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        shaping,
        ending,
        logprobs,
        choices,
        required,
        open);
  }

  /** The same with these parts left to the model's own advice. */
  public SamplingParameters leaving(Set<Part> parts) {
    return new SamplingParameters(
        temperature,
        topP,
        topK,
        seed,
        stop,
        maxTokens,
        shaping,
        ending,
        logprobs,
        choices,
        format,
        parts);
  }

  private static void require(List<String> problems, boolean holds, String rule) {
    if (!holds) {
      problems.add(rule);
    }
  }
}
