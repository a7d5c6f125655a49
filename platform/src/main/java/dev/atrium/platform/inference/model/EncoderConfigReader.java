package dev.atrium.platform.inference.model;

import dev.atrium.platform.inference.model.EncoderConfig.Activation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Reads an encoder's {@code config.json}; refuses by name what would be computed wrongly. */
final class EncoderConfigReader {
  static final String BERT = "bert";
  private static final Set<String> FAMILIES = Set.of(BERT, "roberta", "xlm-roberta");
  private static final String CLASSIFIER = "ForSequenceClassification";
  private static final double DEFAULT_EPSILON = 1e-12;

  private final Path file;
  private final JsonFile json;

  private EncoderConfigReader(Path file) {
    this.file = file;
    this.json = JsonFile.read(file);
  }

  static EncoderConfig read(Path folder) {
    return new EncoderConfigReader(folder.resolve("config.json")).config();
  }

  private EncoderConfig config() {
    refuseUnsupported();
    var family = json.text("model_type");
    var hidden = json.count("hidden_size");
    var heads = json.count("num_attention_heads");
    var vocabulary = json.count("vocab_size");
    var positions = json.count("max_position_embeddings");
    var first = family.equals(BERT) ? 0 : json.root().path("pad_token_id").asInt(1) + 1;
    require(hidden % heads == 0, "num_attention_heads", "divide hidden_size");
    require(first >= 0 && first < positions, "pad_token_id", "lie among the positions");
    return new EncoderConfig(
        family,
        json.count("num_hidden_layers"),
        hidden,
        heads,
        json.count("intermediate_size"),
        vocabulary,
        positions,
        first,
        json.count("type_vocab_size", family.equals(BERT) ? 2 : 1),
        json.positive("layer_norm_eps", DEFAULT_EPSILON),
        activation(),
        labels());
  }

  private void refuseUnsupported() {
    var family = json.text("model_type");
    refuse(!FAMILIES.contains(family), "\"model_type\" is \"" + family + "\"");
    var positions = json.optionalText("position_embedding_type").orElse("absolute");
    refuse(!positions.equals("absolute"), "\"position_embedding_type\" is \"" + positions + "\"");
    refuse(json.flag("is_decoder", false), "\"is_decoder\" is true");
    var problem = json.optionalText("problem_type").orElse("single_label_classification");
    refuse(
        !problem.equals("single_label_classification"), "\"problem_type\" is \"" + problem + "\"");
  }

  private Activation activation() {
    var name = json.optionalText("hidden_act").orElse("gelu");
    return switch (name) {
      case "gelu" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
      case "relu" -> Activation.RELU;
      default -> throw Broken.unsupported(file, "\"hidden_act\" is \"" + name + "\"");
    };
  }

  /** The labels of a classifier by their numbers. */
  private List<String> labels() {
    var classifier = false;
    for (var architecture : json.root().path("architectures")) {
      classifier |= architecture.asText().endsWith(CLASSIFIER);
    }
    if (!classifier) {
      return List.of();
    }
    var labels = new TreeMap<Integer, String>();
    for (var label : json.root().path("id2label").properties()) {
      labels.put(number(label.getKey()), label.getValue().asText());
    }
    var whole = !labels.isEmpty() && labels.lastKey() == labels.size() - 1;
    require(whole && labels.firstKey() == 0, "id2label", "name the classes from 0 on");
    refuse(labels.size() < 2, "\"id2label\" has one class, whose score is no probability");
    return List.copyOf(labels.values());
  }

  private int number(String text) {
    require(text.matches("[0-9]{1,6}"), "id2label", "name the classes from 0 on");
    return Integer.parseInt(text);
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
