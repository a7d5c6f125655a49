package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code quantization_config} as compressed-tensors writes it, for 8-bit integers with one
 * scale per output: with activations in 8 bits too, one range per token, or without. Anything else
 * is refused.
 */
final class QuantizationReader {
  static final String ATTENTION = "re:.*self_attn.*";
  static final String FEED_FORWARD = "re:.*mlp.*";
  static final String OUTPUT = "re:.*lm_head";
  private static final String ALL = "Linear";

  private final Path file;
  private final Map<String, Precision> found = new HashMap<>();

  private QuantizationReader(Path file) {
    this.file = file;
  }

  static StoredFormats read(JsonFile config) {
    var given = config.object("quantization_config");
    if (given.isEmpty()) {
      return StoredFormats.NONE;
    }
    var reader = new QuantizationReader(config.file());
    reader.readGroups(given.get());
    return new StoredFormats(
        reader.of(ATTENTION), reader.of(FEED_FORWARD), reader.ofOutput(given.get()));
  }

  private void readGroups(JsonFile given) {
    var method = given.optionalText("quant_method").orElse("");
    refuse(!method.equals("compressed-tensors"), "\"quant_method\" \"" + method + "\"");
    var format = given.optionalText("format").orElse("");
    refuse(!format.equals("int-quantized"), "\"format\" \"" + format + "\" of quantized weights");
    for (var group : given.root().path("config_groups")) {
      var precision = precision(group);
      for (var target : group.path("targets")) {
        var text = target.asText("");
        refuse(
            !text.equals(ALL)
                && !text.equals(ATTENTION)
                && !text.equals(FEED_FORWARD)
                && !text.equals(OUTPUT),
            "quantization of \"" + text + "\"");
        found.put(text, precision);
      }
    }
  }

  private Precision precision(JsonNode group) {
    var weights = group.path("weights");
    refuse(
        !isEightBits(weights) || !isText(weights, "strategy", "channel"), "\"weights\" " + weights);
    var activations = group.path("input_activations");
    if (activations.isMissingNode() || activations.isNull()) {
      return Precision.INT8;
    }
    refuse(
        !isEightBits(activations)
            || !isText(activations, "strategy", "token")
            || !activations.path("dynamic").asBoolean(false),
        "\"input_activations\" " + activations);
    return Precision.W8A8;
  }

  private static boolean isEightBits(JsonNode scheme) {
    return scheme.path("num_bits").asInt(0) == 8
        && isText(scheme, "type", "int")
        && scheme.path("symmetric").asBoolean(false);
  }

  private static boolean isText(JsonNode scheme, String key, String wanted) {
    return scheme.path(key).asText("").equals(wanted);
  }

  private Optional<Precision> of(String target) {
    return Optional.ofNullable(found.getOrDefault(target, found.get(ALL)));
  }

  private Optional<Precision> ofOutput(JsonFile given) {
    for (var ignored : given.root().path("ignore")) {
      if (ignored.asText("").equals("lm_head")) {
        return Optional.ofNullable(found.get(OUTPUT));
      }
    }
    return of(OUTPUT);
  }

  private void refuse(boolean condition, String feature) {
    if (condition) {
      throw Broken.unsupported(file, "\"quantization_config\": " + feature);
    }
  }
}
