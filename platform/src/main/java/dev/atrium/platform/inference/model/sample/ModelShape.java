package dev.atrium.platform.inference.model.sample;

import dev.atrium.platform.failure.AtriumException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The shape of a published model: what its {@code config.json} says. */
public enum ModelShape {
  TINY("tiny", "qwen2", 2, 64, 4, 2, 16, 192, 768, true),
  SMALL("small", "qwen2", 6, 256, 4, 2, 64, 704, 8192, true),
  QWEN2_5_0_5B("qwen2.5-0.5b", "qwen2", 24, 896, 14, 2, 64, 4864, 151_936, true),
  QWEN2_5_1_5B("qwen2.5-1.5b", "qwen2", 28, 1536, 12, 2, 128, 8960, 151_936, true),
  QWEN2_5_7B("qwen2.5-7b", "qwen2", 28, 3584, 28, 4, 128, 18_944, 152_064, false),
  QWEN3_0_6B("qwen3-0.6b", "qwen3", 28, 1024, 16, 8, 128, 3072, 151_936, true),
  LLAMA_3_2_1B("llama-3.2-1b", "llama", 16, 2048, 32, 8, 64, 8192, 128_256, true),
  MISTRAL_7B("mistral-7b", "mistral", 32, 4096, 32, 8, 128, 14_336, 32_768, false);

  private static final int POSITIONS = 32_768;

  private final String label;
  final String family;
  final int layers;
  final int hidden;
  final int heads;
  final int kvHeads;
  final int headDimension;
  final int intermediate;
  final int vocabulary;
  final boolean tied;

  ModelShape(
      String label,
      String family,
      int layers,
      int hidden,
      int heads,
      int kvHeads,
      int headDimension,
      int intermediate,
      int vocabulary,
      boolean tied) {
    this.label = label;
    this.family = family;
    this.layers = layers;
    this.hidden = hidden;
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.headDimension = headDimension;
    this.intermediate = intermediate;
    this.vocabulary = vocabulary;
    this.tied = tied;
  }

  /**
   * The shape with this label, such as {@code qwen2.5-0.5b}.
   *
   * @throws AtriumException CALLER if there is none
   */
  public static ModelShape of(String label) {
    return Arrays.stream(values())
        .filter(shape -> shape.label.equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "unknown_shape",
                    "There is no shape '%s'; there are %s.".formatted(label, labels())));
  }

  /** All labels, for help texts. */
  public static String labels() {
    return Arrays.stream(values()).map(ModelShape::label).collect(Collectors.joining(", "));
  }

  /** As people write it: {@code qwen2.5-0.5b}. */
  public String label() {
    return label;
  }

  /** The content of {@code config.json}. */
  Map<String, Object> config() {
    var config = new LinkedHashMap<String, Object>();
    config.put("model_type", family);
    config.put("vocab_size", vocabulary);
    config.put("hidden_size", hidden);
    config.put("intermediate_size", intermediate);
    config.put("num_hidden_layers", layers);
    config.put("num_attention_heads", heads);
    config.put("num_key_value_heads", kvHeads);
    config.put("head_dim", headDimension);
    config.put("hidden_act", "silu");
    config.put("rms_norm_eps", 1e-6);
    config.put("rope_theta", 1_000_000.0);
    config.put("max_position_embeddings", POSITIONS);
    config.put("tie_word_embeddings", tied);
    config.put("torch_dtype", "bfloat16");
    config.put("eos_token_id", 0);
    return config;
  }

  /** Every tensor with its shape, in the order of the file. */
  Map<String, List<Long>> tensors() {
    var tensors = new LinkedHashMap<String, List<Long>>();
    tensors.put("model.embed_tokens.weight", sizes(vocabulary, hidden));
    for (var layer = 0; layer < layers; layer++) {
      addLayer(tensors, "model.layers." + layer + ".");
    }
    tensors.put("model.norm.weight", sizes(hidden));
    if (!tied) {
      tensors.put("lm_head.weight", sizes(vocabulary, hidden));
    }
    return tensors;
  }

  private void addLayer(Map<String, List<Long>> tensors, String layer) {
    var query = heads * headDimension;
    var key = kvHeads * headDimension;
    tensors.put(layer + "input_layernorm.weight", sizes(hidden));
    addAttention(tensors, layer + "self_attn.", query, key);
    tensors.put(layer + "post_attention_layernorm.weight", sizes(hidden));
    tensors.put(layer + "mlp.gate_proj.weight", sizes(intermediate, hidden));
    tensors.put(layer + "mlp.up_proj.weight", sizes(intermediate, hidden));
    tensors.put(layer + "mlp.down_proj.weight", sizes(hidden, intermediate));
  }

  private void addAttention(Map<String, List<Long>> tensors, String name, int query, int key) {
    tensors.put(name + "q_proj.weight", sizes(query, hidden));
    tensors.put(name + "k_proj.weight", sizes(key, hidden));
    tensors.put(name + "v_proj.weight", sizes(key, hidden));
    tensors.put(name + "o_proj.weight", sizes(hidden, query));
    if (family.equals("qwen2")) {
      tensors.put(name + "q_proj.bias", sizes(query));
      tensors.put(name + "k_proj.bias", sizes(key));
      tensors.put(name + "v_proj.bias", sizes(key));
    }
    if (family.equals("qwen3")) {
      tensors.put(name + "q_norm.weight", sizes(headDimension));
      tensors.put(name + "k_norm.weight", sizes(headDimension));
    }
  }

  private static List<Long> sizes(int... sizes) {
    return Arrays.stream(sizes).asLongStream().boxed().toList();
  }
}
