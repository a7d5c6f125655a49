package dev.atrium.platform.inference.model.quantize;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.model.StoredFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code config.json} that says which matrices are integers, as compressed-tensors says it. */
final class QuantizedConfig {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private QuantizedConfig() {}

  static void write(Path source, StoredFormats formats, Path target) throws IOException {
    var config = (ObjectNode) JSON.readTree(source.toFile());
    config.set("quantization_config", JSON.valueToTree(quantization(formats)));
    JSON.writeValue(target.toFile(), config);
  }

  private static Map<String, Object> quantization(StoredFormats formats) {
    var groups = new LinkedHashMap<String, Object>();
    for (var precision : List.of(Precision.W8A8, Precision.INT8)) {
      var targets = targets(formats, precision);
      if (!targets.isEmpty()) {
        groups.put("group_" + groups.size(), group(targets, precision));
      }
    }
    var quantization = new LinkedHashMap<String, Object>();
    quantization.put("quant_method", "compressed-tensors");
    quantization.put("format", "int-quantized");
    quantization.put("quantization_status", "compressed");
    quantization.put("config_groups", groups);
    quantization.put("ignore", formats.output().isPresent() ? List.of() : List.of("lm_head"));
    return quantization;
  }

  private static List<String> targets(StoredFormats formats, Precision precision) {
    var targets = new ArrayList<String>();
    add(targets, "re:.*self_attn.*", formats.attention(), precision);
    add(targets, "re:.*mlp.*", formats.feedForward(), precision);
    add(targets, "re:.*lm_head", formats.output(), precision);
    return targets;
  }

  private static void add(
      List<String> targets, String target, Optional<Precision> chosen, Precision precision) {
    if (chosen.equals(Optional.of(precision))) {
      targets.add(target);
    }
  }

  private static Map<String, Object> group(List<String> targets, Precision precision) {
    var group = new LinkedHashMap<String, Object>();
    group.put("targets", targets);
    group.put("weights", scheme("channel", false));
    if (precision == Precision.W8A8) {
      group.put("input_activations", scheme("token", true));
    }
    return group;
  }

  private static Map<String, Object> scheme(String strategy, boolean dynamic) {
    var scheme = new LinkedHashMap<String, Object>();
    scheme.put("num_bits", 8);
    scheme.put("type", "int");
    scheme.put("symmetric", true);
    scheme.put("strategy", strategy);
    scheme.put("dynamic", dynamic);
    return scheme;
  }
}
