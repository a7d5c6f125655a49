package dev.atrium.platform.inference.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads {@code config.json}; refuses by name what would be computed wrongly. */
final class ConfigReader {
  private static final Set<String> FAMILIES = Set.of("qwen2", "llama", "qwen3", "mistral");
  private static final double DEFAULT_THETA = 10000;
  private static final List<String> SIZES =
      List.of(
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "vocab_size",
          "max_position_embeddings");

  /** Far above any model, and low enough that products of two are no other numbers. */
  private static final int LARGEST_HEAD = 4096;

  private static final int LARGEST_SIZE = 1 << 24;

  private final Path file;
  private final JsonFile json;

  private ConfigReader(Path file) {
    this.file = file;
    this.json = JsonFile.read(file);
  }

  static ModelConfig read(Path folder) {
    return new ConfigReader(folder.resolve("config.json")).config();
  }

  private ModelConfig config() {
    refuseUnsupported();
    var hidden = json.count("hidden_size");
    var heads = json.count("num_attention_heads");
    var kvHeads = json.count("num_key_value_heads", heads);
    var headDimension = json.has("head_dim") ? json.count("head_dim") : hidden / heads;
    require(
        json.has("head_dim") || hidden % heads == 0, "num_attention_heads", "divide hidden_size");
    require(heads % kvHeads == 0, "num_key_value_heads", "divide num_attention_heads");
    require(headDimension % 2 == 0, "head_dim", "be even");
    require(headDimension <= LARGEST_HEAD, "head_dim", "be at most " + LARGEST_HEAD);
    require(heads <= LARGEST_HEAD, "num_attention_heads", "be at most " + LARGEST_HEAD);
    for (var size : SIZES) {
      require(json.count(size) <= LARGEST_SIZE, size, "be at most " + LARGEST_SIZE);
    }
    return new ModelConfig(
        json.text("model_type"),
        json.count("num_hidden_layers"),
        hidden,
        heads,
        kvHeads,
        headDimension,
        json.count("intermediate_size"),
        json.count("vocab_size"),
        json.count("max_position_embeddings"),
        json.positive("rms_norm_eps"),
        rope("rope_theta").positive("rope_theta", DEFAULT_THETA),
        ropeScaling(),
        slidingWindow(),
        json.flag("tie_word_embeddings", false),
        QuantizationReader.read(json));
  }

  private void refuseUnsupported() {
    var family = json.text("model_type");
    refuse(!FAMILIES.contains(family), "\"model_type\" is \"" + family + "\"");
    var activation = json.optionalText("hidden_act").orElse("silu");
    refuse(!activation.equals("silu"), "\"hidden_act\" is \"" + activation + "\"");
    refuse(json.flag("mlp_bias", false), "\"mlp_bias\" is true");
    for (var layer : json.root().path("layer_types")) {
      refuse(!layer.asText().equals("full_attention"), "\"layer_types\" holds " + layer);
    }
    var partial = json.positive("partial_rotary_factor", 1);
    refuse(partial != 1, "\"partial_rotary_factor\" is " + partial);
  }

  /**
   * Mistral's window holds for all layers; the others' for layers from {@code max_window_layers}
   * on, and only if they say so.
   */
  private int slidingWindow() {
    var family = json.text("model_type");
    if (!json.has("sliding_window") || !json.flag("use_sliding_window", family.equals("mistral"))) {
      return 0;
    }
    if (!family.equals("mistral")) {
      var layers = json.count("num_hidden_layers");
      refuse(json.count("max_window_layers", layers) < layers, "\"sliding_window\" of some layers");
      return 0;
    }
    return json.count("sliding_window");
  }

  /** Newer files keep everything about the rotation in {@code rope_parameters}. */
  private JsonFile rope(String key) {
    var parameters = json.object("rope_parameters");
    return parameters.filter(object -> object.has(key)).orElse(json);
  }

  private RopeScaling ropeScaling() {
    var found = json.object("rope_scaling").or(() -> json.object("rope_parameters"));
    if (found.isEmpty()) {
      return new RopeScaling.None();
    }
    var scaling = found.get();
    var type =
        scaling.optionalText("rope_type").or(() -> scaling.optionalText("type")).orElse("default");
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(scaling.positive("factor"));
      case "llama3" -> llama3(scaling);
      case "yarn" -> yarn(scaling);
      default -> throw Broken.unsupported(file, "\"rope_type\" is \"" + type + "\"");
    };
  }

  private RopeScaling llama3(JsonFile scaling) {
    var low = scaling.positive("low_freq_factor");
    var high = scaling.positive("high_freq_factor");
    require(low < high, "low_freq_factor", "be below high_freq_factor");
    return new RopeScaling.Llama3(
        scaling.positive("factor"),
        low,
        high,
        scaling.positive("original_max_position_embeddings"));
  }

  private RopeScaling yarn(JsonFile scaling) {
    var factor = scaling.positive("factor");
    return new RopeScaling.Yarn(
        factor,
        scaling.positive("beta_fast", 32),
        scaling.positive("beta_slow", 1),
        scaling.positive("original_max_position_embeddings", json.count("max_position_embeddings")),
        scaling.flag("truncate", true),
        scaling.positive("attention_factor", yarnAttention(scaling, factor)));
  }

  /** The paper's 0.1 ln(factor) + 1, or DeepSeek's quotient of two of the kind. */
  private static double yarnAttention(JsonFile scaling, double factor) {
    if (scaling.has("mscale") && scaling.has("mscale_all_dim")) {
      return yarnMagnitude(factor, scaling.positive("mscale"))
          / yarnMagnitude(factor, scaling.positive("mscale_all_dim"));
    }
    return yarnMagnitude(factor, 1);
  }

  private static double yarnMagnitude(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }

  private void require(boolean holds, String key, String rule) {
    if (!holds) {
      throw Broken.file(file, "\"" + key + "\" must " + rule);
    }
  }

  private void refuse(boolean condition, String feature) {
    if (condition) {
      throw Broken.unsupported(file, feature);
    }
  }
}
