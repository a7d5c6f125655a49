package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.SamplingParameters.Part;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a model's makers advise to choose tokens; holds where a request says nothing else.
 *
 * @param sampled false = the likeliest token, unless a request asks for what only a draw can give
 * @param maxTokens tokens to generate at the most; 0 = up to the context's end
 */
public record SamplingDefaults(
    boolean sampled,
    double temperature,
    double topP,
    int topK,
    double minP,
    double repetition,
    int maxTokens) {
  /** Draws from the distribution as it is. */
  public static final SamplingDefaults NONE = new SamplingDefaults(true, 1, 1, 0, 0, 1, 0);

  /** Who leaves all of these open wants no draw in particular. */
  private static final Set<Part> DRAW =
      Set.copyOf(EnumSet.of(Part.TEMPERATURE, Part.TOP_P, Part.TOP_K, Part.MIN_P));

  /** A request with the parts filled in that it leaves open. */
  SamplingParameters fill(SamplingParameters asked) {
    var open = asked.open();
    var shaping = asked.shaping();
    return new SamplingParameters(
        open.contains(Part.TEMPERATURE) ? temperatureFor(asked) : asked.temperature(),
        open.contains(Part.TOP_P) ? topP : asked.topP(),
        open.contains(Part.TOP_K) ? topK : asked.topK(),
        asked.seed(),
        asked.stop(),
        asked.maxTokens() == 0 ? maxTokens : asked.maxTokens(),
        new TokenShaping(
            open.contains(Part.MIN_P) ? minP : shaping.minP(),
            open.contains(Part.REPETITION) ? repetition : shaping.repetition(),
            shaping.presence(),
            shaping.frequency(),
            shaping.bias()),
        asked.ending(),
        asked.logprobs(),
        asked.choices(),
        asked.format(),
        Set.of());
  }

  private double temperatureFor(SamplingParameters asked) {
    var indifferent =
        asked.open().containsAll(DRAW) && asked.seed().isEmpty() && asked.choices() == 1;
    return !sampled && indifferent ? 0 : temperature;
  }
}
