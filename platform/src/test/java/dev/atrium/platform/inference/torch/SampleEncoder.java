package dev.atrium.platform.inference.torch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.inference.model.SafetensorsWriter;
import dev.atrium.platform.inference.model.SafetensorsWriter.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A tiny encoder with random weights, in a folder as Hugging Face lays it out. */
public final class SampleEncoder {
  static final int HIDDEN = 32;
  static final int HEADS = 4;
  static final int LAYERS = 3;
  static final int WIDE = 48;
  static final int TYPES = 2;
  static final int POSITIONS = 130;
  static final double EPSILON = 1e-5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> WORDS =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "card", "cost", "##s", "##ing", "five", "euro",
          ".", "##d", "the", "trans", "##fer");

  final String family;
  final List<String> labels;
  final Map<String, float[]> weights = new LinkedHashMap<>();
  final Map<String, long[]> shapes = new LinkedHashMap<>();
  final Map<String, Object> config = new LinkedHashMap<>();

  /**
   * @param labels of its classes; none = it is no classifier
   */
  public SampleEncoder(String family, List<String> labels, long seed) {
    this.family = family;
    this.labels = labels;
    fillConfig();
    var random = new Random(seed);
    var prefix = labels.isEmpty() ? "" : isBert() ? "bert." : "roberta.";
    add(random, prefix + "embeddings.word_embeddings.weight", WORDS.size(), HIDDEN);
    add(random, prefix + "embeddings.position_embeddings.weight", POSITIONS, HIDDEN);
    add(random, prefix + "embeddings.token_type_embeddings.weight", TYPES, HIDDEN);
    addNorm(random, prefix + "embeddings.LayerNorm");
    for (var layer = 0; layer < LAYERS; layer++) {
      addLayer(random, prefix + "encoder.layer." + layer + ".");
    }
    if (isBert()) {
      addMatrix(random, prefix + "pooler.dense", HIDDEN, HIDDEN);
    }
    addHead(random);
  }

  boolean isBert() {
    return family.equals("bert");
  }

  private void addLayer(Random random, String layer) {
    for (var part : List.of("query", "key", "value")) {
      addMatrix(random, layer + "attention.self." + part, HIDDEN, HIDDEN);
    }
    addMatrix(random, layer + "attention.output.dense", HIDDEN, HIDDEN);
    addNorm(random, layer + "attention.output.LayerNorm");
    addMatrix(random, layer + "intermediate.dense", WIDE, HIDDEN);
    addMatrix(random, layer + "output.dense", HIDDEN, WIDE);
    addNorm(random, layer + "output.LayerNorm");
  }

  private void addHead(Random random) {
    if (!labels.isEmpty() && isBert()) {
      addMatrix(random, "classifier", labels.size(), HIDDEN);
    } else if (!labels.isEmpty()) {
      addMatrix(random, "classifier.dense", HIDDEN, HIDDEN);
      addMatrix(random, "classifier.out_proj", labels.size(), HIDDEN);
    }
  }

  private void addMatrix(Random random, String name, long rows, long columns) {
    add(random, name + ".weight", rows, columns);
    add(random, name + ".bias", rows);
  }

  private void addNorm(Random random, String name) {
    add(random, name + ".weight", HIDDEN);
    add(random, name + ".bias", HIDDEN);
  }

  private void add(Random random, String name, long... shape) {
    var size = 1L;
    for (var dimension : shape) {
      size *= dimension;
    }
    var values = new float[(int) size];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.3);
    }
    weights.put(name, values);
    shapes.put(name, shape);
  }

  private void fillConfig() {
    config.put("model_type", family);
    config.put("hidden_size", HIDDEN);
    config.put("num_attention_heads", HEADS);
    config.put("num_hidden_layers", LAYERS);
    config.put("intermediate_size", WIDE);
    config.put("vocab_size", WORDS.size());
    config.put("max_position_embeddings", POSITIONS);
    config.put("type_vocab_size", TYPES);
    config.put("layer_norm_eps", EPSILON);
    config.put("pad_token_id", isBert() ? 0 : 1);
    config.put("hidden_act", "gelu");
    if (!labels.isEmpty()) {
      var byNumber = new LinkedHashMap<String, String>();
      labels.forEach(label -> byNumber.put(String.valueOf(byNumber.size()), label));
      config.put("id2label", byNumber);
      config.put(
          "architectures",
          List.of((isBert() ? "Bert" : "XLMRoberta") + "ForSequenceClassification"));
    }
  }

  /** Writes the folder, with a WordPiece tokenizer for BERT and a Unigram one for the others. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve("config.json").toFile(), config);
    JSON.writeValue(folder.resolve("tokenizer.json").toFile(), isBert() ? wordPiece() : unigram());
    var writer = new SafetensorsWriter(Format.F32);
    weights.forEach((name, values) -> writer.add(name, values, shapes.get(name)));
    writer.write(folder.resolve("model.safetensors"));
    return folder;
  }

  private static Map<String, Object> wordPiece() {
    var vocabulary = new LinkedHashMap<String, Integer>();
    WORDS.forEach(word -> vocabulary.put(word, vocabulary.size()));
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "WordPiece");
    model.put("unk_token", "[UNK]");
    model.put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", 100);
    model.put("vocab", vocabulary);
    var tokenizer = tokenizer(model, List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
    // as sentence-transformers leaves it: cut at a length and padded, which is not our way
    tokenizer.put(
        "truncation",
        Map.of("direction", "Right", "max_length", 5, "strategy", "LongestFirst", "stride", 0));
    tokenizer.put("padding", padding());
    tokenizer.put(
        "normalizer",
        Map.of(
            "type", "BertNormalizer",
            "clean_text", true,
            "handle_chinese_chars", true,
            "lowercase", true));
    tokenizer.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
    tokenizer.put("post_processor", around("[CLS]", 2, "[SEP]", 3));
    return tokenizer;
  }

  private static Map<String, Object> padding() {
    var padding = new LinkedHashMap<String, Object>();
    padding.put("strategy", Map.of("Fixed", 12));
    padding.put("direction", "Right");
    padding.put("pad_to_multiple_of", null);
    padding.put("pad_id", 0);
    padding.put("pad_type_id", 0);
    padding.put("pad_token", "[PAD]");
    return padding;
  }

  private static Map<String, Object> unigram() {
    var pieces = new ArrayList<List<Object>>();
    var words =
        List.of(
            "<s>", "<pad>", "</s>", "<unk>", "▁a", "▁card", "▁cost", "s", "ing", "▁five", "▁euro",
            ".", "d", "▁the", "▁", "c");
    words.forEach(word -> pieces.add(List.of(word, -1.0 * pieces.size())));
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "Unigram");
    model.put("unk_id", 3);
    model.put("vocab", pieces);
    var tokenizer = tokenizer(model, List.of("<s>", "<pad>", "</s>", "<unk>"));
    tokenizer.put(
        "pre_tokenizer",
        Map.of("type", "Metaspace", "replacement", "▁", "prepend_scheme", "always", "split", true));
    tokenizer.put("post_processor", around("<s>", 0, "</s>", 2));
    return tokenizer;
  }

  private static Map<String, Object> tokenizer(Map<String, Object> model, List<String> special) {
    var added = new ArrayList<Map<String, Object>>();
    for (var token : special) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("id", added.size());
      entry.put("content", token);
      for (var flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        entry.put(flag, false);
      }
      entry.put("special", true);
      added.add(entry);
    }
    var tokenizer = new LinkedHashMap<String, Object>();
    tokenizer.put("version", "1.0");
    tokenizer.put("added_tokens", added);
    tokenizer.put("model", model);
    return tokenizer;
  }

  private static Map<String, Object> around(String first, int firstId, String last, int lastId) {
    var special = new LinkedHashMap<String, Object>();
    special.put(first, token(first, firstId));
    special.put(last, token(last, lastId));
    return Map.of(
        "type",
        "TemplateProcessing",
        "single",
        List.of(
            Map.of("SpecialToken", Map.of("id", first, "type_id", 0)),
            Map.of("Sequence", Map.of("id", "A", "type_id", 0)),
            Map.of("SpecialToken", Map.of("id", last, "type_id", 0))),
        "pair",
        List.of(Map.of("Sequence", Map.of("id", "A", "type_id", 0))),
        "special_tokens",
        special);
  }

  private static Map<String, Object> token(String text, int id) {
    return Map.of("id", text, "ids", List.of(id), "tokens", List.of(text));
  }
}
