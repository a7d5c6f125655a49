package dev.atrium.platform.training;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.inference.model.SafetensorsWriter;
import dev.atrium.platform.training.tokens.BytePairTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a trained decoder as a Hugging Face folder of the qwen2 family. */
public final class ModelWriter {

  /** Longest text that the configuration allows, in tokens. */
  public static final int POSITIONS = 2048;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Recipe recipe;
  private final BytePairTokenizer tokenizer;

  public ModelWriter(Recipe recipe, BytePairTokenizer tokenizer) {
    this.recipe = recipe;
    this.tokenizer = tokenizer;
  }

  /**
   * Writes all files; weights in bfloat16.
   *
   * @param weights in the order of {@link Layout}
   */
  public void write(Path folder, List<float[]> weights) throws IOException {
    Files.createDirectories(folder);
    json(folder.resolve("config.json"), config());
    json(folder.resolve("generation_config.json"), generation());
    json(folder.resolve("tokenizer_config.json"), tokenizerConfig());
    json(folder.resolve("tokenizer.json"), tokenizer.json());
    tensors(weights).write(folder.resolve("model.safetensors"));
  }

  private static void json(Path file, Map<String, Object> content) throws IOException {
    var printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    Files.writeString(file, JSON.writer(printer).writeValueAsString(content) + "\n");
  }

  private Map<String, Object> config() {
    var shape = recipe.shape();
    var config = new LinkedHashMap<String, Object>();
    config.put("architectures", List.of("Qwen2ForCausalLM"));
    config.put("model_type", "qwen2");
    config.put("vocab_size", recipe.vocabulary());
    config.put("hidden_size", shape.hidden());
    config.put("intermediate_size", shape.feedForward());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.keyValueHeads());
    config.put("head_dim", shape.headSize());
    config.put("hidden_act", "silu");
    config.put("rms_norm_eps", shape.epsilon());
    config.put("rope_theta", shape.theta());
    config.put("max_position_embeddings", POSITIONS);
    config.put("attention_dropout", 0.0);
    config.put("initializer_range", 0.02);
    config.put("use_sliding_window", false);
    config.put("tie_word_embeddings", true);
    config.put("use_cache", true);
    config.put("bos_token_id", tokenizer.special(ChatFormat.END_OF_TEXT));
    config.put("eos_token_id", tokenizer.special(ChatFormat.END));
    config.put("torch_dtype", "bfloat16");
    return config;
  }

  private Map<String, Object> generation() {
    var generation = new LinkedHashMap<String, Object>();
    generation.put("bos_token_id", tokenizer.special(ChatFormat.END_OF_TEXT));
    generation.put("pad_token_id", tokenizer.special(ChatFormat.END_OF_TEXT));
    generation.put(
        "eos_token_id",
        List.of(tokenizer.special(ChatFormat.END), tokenizer.special(ChatFormat.END_OF_TEXT)));
    generation.put("do_sample", false);
    generation.put("max_new_tokens", 256);
    return generation;
  }

  private Map<String, Object> tokenizerConfig() {
    var config = new LinkedHashMap<String, Object>();
    config.put("tokenizer_class", "Qwen2Tokenizer");
    config.put("add_prefix_space", false);
    config.put("bos_token", null);
    config.put("eos_token", ChatFormat.END);
    config.put("pad_token", ChatFormat.END_OF_TEXT);
    config.put("unk_token", null);
    config.put("additional_special_tokens", List.of(ChatFormat.START, ChatFormat.END));
    config.put("clean_up_tokenization_spaces", false);
    config.put("split_special_tokens", false);
    config.put("model_max_length", POSITIONS);
    config.put("chat_template", ChatFormat.TEMPLATE);
    return config;
  }

  private SafetensorsWriter tensors(List<float[]> weights) {
    var shape = recipe.shape();
    var writer = new SafetensorsWriter(SafetensorsWriter.Format.BF16);
    writer.add("model.embed_tokens.weight", weights.get(0), recipe.vocabulary(), shape.hidden());
    for (var layer = 0; layer < shape.layers(); layer++) {
      var from = 2 + layer * Layout.PER_LAYER;
      layer(writer, "model.layers." + layer + ".", weights.subList(from, from + Layout.PER_LAYER));
    }
    return writer.add("model.norm.weight", weights.get(1), shape.hidden());
  }

  /** Splits what the training program keeps together: query, key, value; gate and up. */
  private void layer(SafetensorsWriter writer, String name, List<float[]> weights) {
    var shape = recipe.shape();
    long hidden = shape.hidden();
    var queries = shape.heads() * shape.headSize();
    var keys = shape.keyValueHeads() * shape.headSize();
    var attention = name + "self_attn.";
    writer.add(name + "input_layernorm.weight", weights.get(0), hidden);
    var from = 0;
    for (var part : List.of("q", "k", "v")) {
      var rows = part.equals("q") ? queries : keys;
      writer.add(attention + part + "_proj.weight", rows(weights.get(1), from, rows), rows, hidden);
      writer.add(
          attention + part + "_proj.bias",
          Arrays.copyOfRange(weights.get(2), from, from + rows),
          rows);
      from += rows;
    }
    writer.add(attention + "o_proj.weight", weights.get(3), hidden, queries);
    writer.add(name + "post_attention_layernorm.weight", weights.get(4), hidden);
    var wide = shape.feedForward();
    writer.add(name + "mlp.gate_proj.weight", rows(weights.get(5), 0, wide), wide, hidden);
    writer.add(name + "mlp.up_proj.weight", rows(weights.get(5), wide, wide), wide, hidden);
    writer.add(name + "mlp.down_proj.weight", weights.get(6), hidden, wide);
  }

  private float[] rows(float[] matrix, int from, int count) {
    var hidden = recipe.shape().hidden();
    return Arrays.copyOfRange(matrix, from * hidden, (from + count) * hidden);
  }
}
