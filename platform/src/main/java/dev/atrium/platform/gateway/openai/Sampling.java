package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.SamplingParameters.Part;
import dev.atrium.platform.inference.engine.TokenShaping;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads how tokens are chosen from a body that the contract has let through. Null is absent. */
public final class Sampling {
  private static final Map<Part, String> FIELDS =
      Map.of(
          Part.TEMPERATURE,
          "temperature",
          Part.TOP_P,
          "top_p",
          Part.TOP_K,
          "top_k",
          Part.MIN_P,
          "min_p",
          Part.REPETITION,
          "repetition_penalty");

  private Sampling() {}

  /**
   * @param maxTokens 0 = up to the context's end
   */
  public static SamplingParameters of(JsonNode body, int maxTokens) {
    return new SamplingParameters(
            number(body, "temperature", 1),
            number(body, "top_p", 1),
            (int) number(body, "top_k", 0),
            seed(body),
            stops(body),
            maxTokens)
        .withShaping(shaping(body))
        .withChoices(field(body, "n").asInt(1))
        .leaving(open(body));
  }

  /** What the body does not say is left to the model's own advice. */
  private static Set<Part> open(JsonNode body) {
    var open = EnumSet.noneOf(Part.class);
    FIELDS.forEach(
        (part, name) -> {
          if (field(body, name).isMissingNode()) {
            open.add(part);
          }
        });
    return open;
  }

  /**
   * @param likeliest how many tokens to tell beside each chosen one; nothing if it is missing
   */
  public static SamplingParameters withLogprobs(SamplingParameters sampling, JsonNode likeliest) {
    return likeliest.isMissingNode() ? sampling : sampling.withLogprobs(likeliest.intValue());
  }

  /** The smallest of these fields; 0 if there is none. */
  public static int smallest(JsonNode body, String... fields) {
    int smallest = Integer.MAX_VALUE;
    for (var name : fields) {
      smallest = Math.min(smallest, field(body, name).asInt(Integer.MAX_VALUE));
    }
    return smallest == Integer.MAX_VALUE ? 0 : smallest;
  }

  /** A field of the body; missing if it is null. */
  public static JsonNode field(JsonNode body, String name) {
    var value = body.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private static TokenShaping shaping(JsonNode body) {
    return new TokenShaping(
        number(body, "min_p", 0),
        number(body, "repetition_penalty", 1),
        number(body, "presence_penalty", 0),
        number(body, "frequency_penalty", 0),
        bias(body));
  }

  private static Map<Integer, Double> bias(JsonNode body) {
    var bias = new HashMap<Integer, Double>();
    for (var entry : field(body, "logit_bias").properties()) {
      bias.put(Integer.valueOf(entry.getKey()), entry.getValue().asDouble());
    }
    return bias;
  }

  private static double number(JsonNode body, String name, double usual) {
    return field(body, name).asDouble(usual);
  }

  private static OptionalLong seed(JsonNode body) {
    var seed = field(body, "seed");
    return seed.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(seed.longValue());
  }

  private static List<String> stops(JsonNode body) {
    var stop = field(body, "stop");
    var stops = new ArrayList<String>();
    if (stop.isTextual()) {
      stops.add(stop.textValue());
    }
    stop.forEach(one -> stops.add(one.textValue()));
    return stops;
  }
}
