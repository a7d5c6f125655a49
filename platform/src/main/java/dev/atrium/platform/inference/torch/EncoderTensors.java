package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.EncoderConfig;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.model.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tensors of an encoder in a checkpoint, in the order in which the program binds them, each
 * with its shape checked.
 */
final class EncoderTensors {
  private static final String WORDS = "embeddings.word_embeddings.weight";

  /** Of other heads, and tables that are no weights. */
  private static final List<String> HARMLESS =
      List.of(
          "cls.", "lm_head.", "pooler.", "embeddings.position_ids", "embeddings.token_type_ids");

  private final EncoderConfig config;
  private final Checkpoint checkpoint;
  private final String prefix;
  private final Set<String> used = new HashSet<>();

  EncoderTensors(EncoderConfig config, Checkpoint checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.prefix =
        List.of("", "bert.", "roberta.").stream()
            .filter(start -> checkpoint.names().contains(start + WORDS))
            .findFirst()
            .orElse("");
  }

  /** Words, positions, types, norm. */
  List<StoredTensor> shared() {
    var hidden = config.hidden();
    var tensors = new ArrayList<StoredTensor>();
    tensors.add(take(prefix + WORDS, config.vocabulary(), hidden));
    tensors.add(take(prefix + "embeddings.position_embeddings.weight", config.positions(), hidden));
    tensors.add(take(prefix + "embeddings.token_type_embeddings.weight", config.types(), hidden));
    addNorm(tensors, prefix + "embeddings.LayerNorm");
    return tensors;
  }

  /** Weight and bias of q, k, v, output, norm, and of the two feed-forward matrices and norm. */
  List<StoredTensor> layer(int index) {
    var layer = prefix + "encoder.layer." + index + ".";
    var hidden = config.hidden();
    var wide = config.intermediate();
    var tensors = new ArrayList<StoredTensor>();
    for (var part : List.of("query", "key", "value")) {
      addMatrix(tensors, layer + "attention.self." + part, hidden, hidden);
    }
    addMatrix(tensors, layer + "attention.output.dense", hidden, hidden);
    addNorm(tensors, layer + "attention.output.LayerNorm");
    addMatrix(tensors, layer + "intermediate.dense", wide, hidden);
    addMatrix(tensors, layer + "output.dense", hidden, wide);
    addNorm(tensors, layer + "output.LayerNorm");
    return tensors;
  }

  /** Weight and bias of the two matrices of a classifier; nothing if it is none. */
  List<StoredTensor> head() {
    var tensors = new ArrayList<StoredTensor>();
    if (!config.labels().isEmpty()) {
      var dense = config.isBert() ? prefix + "pooler.dense" : "classifier.dense";
      var output = config.isBert() ? "classifier" : "classifier.out_proj";
      addMatrix(tensors, dense, config.hidden(), config.hidden());
      addMatrix(tensors, output, config.labels().size(), config.hidden());
    }
    return tensors;
  }

  private void addMatrix(List<StoredTensor> tensors, String name, long rows, long columns) {
    tensors.add(take(name + ".weight", rows, columns));
    tensors.add(take(name + ".bias", rows));
  }

  /** Old checkpoints call the parts of a norm gamma and beta. */
  private void addNorm(List<StoredTensor> tensors, String name) {
    var old = checkpoint.names().contains(name + ".gamma");
    tensors.add(take(name + (old ? ".gamma" : ".weight"), config.hidden()));
    tensors.add(take(name + (old ? ".beta" : ".bias"), config.hidden()));
  }

  private StoredTensor take(String name, long... shape) {
    used.add(name);
    var tensor = checkpoint.tensor(name, shape);
    if (tensor.type() == TensorType.I64 || tensor.type() == TensorType.I8) {
      throw AtriumException.outside(
          "model_unsupported",
          "%s: tensor \"%s\" is %s; encoders are read as floats only."
              .formatted(checkpoint.source(), name, tensor.type()));
    }
    return tensor;
  }

  /** A tensor that nobody asked for is refused: leaving it out would compute another model. */
  void refuseUnused() {
    for (var name : checkpoint.names()) {
      var own = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      var harmless = HARMLESS.stream().anyMatch(own::startsWith);
      if (!used.contains(name) && !harmless) {
        throw AtriumException.outside(
            "model_unsupported",
            "%s: tensor \"%s\" has no place in a %s model of %d layers, so Atrium would compute another model."
                .formatted(checkpoint.source(), name, config.family(), config.layers()));
      }
    }
  }
}
