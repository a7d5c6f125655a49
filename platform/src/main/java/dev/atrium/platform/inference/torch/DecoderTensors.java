package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.model.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a decoder in a checkpoint, in the order in which the programs bind them, each with
 * its shape checked.
 */
final class DecoderTensors {
  private final ModelConfig config;
  private final Checkpoint checkpoint;
  private final Set<String> used = new HashSet<>();

  DecoderTensors(ModelConfig config, Checkpoint checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
  }

  private static final List<String> MATRICES =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");
  private static final String OUTPUT = "lm_head";

  /**
   * Embedding, final norm, output layer unless tied; its scales if it is integers. A quantized
   * output layer stands beside the embedding even if the two were one.
   */
  List<StoredTensor> shared() {
    var tensors = new ArrayList<StoredTensor>();
    tensors.add(take("model.embed_tokens.weight", config.vocabulary(), config.hidden()));
    tensors.add(take("model.norm.weight", config.hidden()));
    if (!config.tied() || config.stored().output().isPresent()) {
      tensors.add(take(OUTPUT + ".weight", config.vocabulary(), config.hidden()));
      scale(OUTPUT, config.stored().output().isPresent()).ifPresent(tensors::add);
    }
    return tensors;
  }

  /**
   * Norm, q, k, v, o, norm, gate, up, down; biases of q, k, v; norms of q and k heads. Biases and
   * head norms may be absent.
   */
  List<Optional<StoredTensor>> layer(int index) {
    var layer = "model.layers." + index + ".";
    var query = (long) config.heads() * config.headDimension();
    var key = (long) config.kvHeads() * config.headDimension();
    var hidden = config.hidden();
    var wide = config.intermediate();
    var attention = layer + "self_attn.";
    var tensors = new ArrayList<Optional<StoredTensor>>();
    tensors.add(Optional.of(take(layer + "input_layernorm.weight", hidden)));
    tensors.add(Optional.of(take(attention + "q_proj.weight", query, hidden)));
    tensors.add(Optional.of(take(attention + "k_proj.weight", key, hidden)));
    tensors.add(Optional.of(take(attention + "v_proj.weight", key, hidden)));
    tensors.add(Optional.of(take(attention + "o_proj.weight", hidden, query)));
    tensors.add(Optional.of(take(layer + "post_attention_layernorm.weight", hidden)));
    tensors.add(Optional.of(take(layer + "mlp.gate_proj.weight", wide, hidden)));
    tensors.add(Optional.of(take(layer + "mlp.up_proj.weight", wide, hidden)));
    tensors.add(Optional.of(take(layer + "mlp.down_proj.weight", hidden, wide)));
    addBiases(tensors, attention, query, key);
    addHeadNorms(tensors, attention);
    return tensors;
  }

  /** Scales of q, k, v, o, gate, up, down, of those that are integers. */
  List<Optional<StoredTensor>> scales(int index) {
    var formats = config.stored();
    var tensors = new ArrayList<Optional<StoredTensor>>();
    for (var matrix : MATRICES) {
      var group = matrix.startsWith("mlp") ? formats.feedForward() : formats.attention();
      tensors.add(scale("model.layers." + index + "." + matrix, group.isPresent()));
    }
    return tensors;
  }

  /** All of q, k, v have a bias or none has. */
  private void addBiases(
      List<Optional<StoredTensor>> tensors, String attention, long query, long key) {
    if (checkpoint.names().contains(attention + "q_proj.bias")) {
      tensors.add(Optional.of(take(attention + "q_proj.bias", query)));
      tensors.add(Optional.of(take(attention + "k_proj.bias", key)));
      tensors.add(Optional.of(take(attention + "v_proj.bias", key)));
    } else {
      tensors.addAll(List.of(Optional.empty(), Optional.empty(), Optional.empty()));
    }
  }

  private void addHeadNorms(List<Optional<StoredTensor>> tensors, String attention) {
    if (checkpoint.names().contains(attention + "q_norm.weight")) {
      tensors.add(Optional.of(take(attention + "q_norm.weight", config.headDimension())));
      tensors.add(Optional.of(take(attention + "k_norm.weight", config.headDimension())));
    } else {
      tensors.addAll(List.of(Optional.empty(), Optional.empty()));
    }
  }

  /** The scales of a matrix of integers, one per row; other matrices have none. */
  private Optional<StoredTensor> scale(String matrix, boolean quantized) {
    var weight = checkpoint.type(matrix + ".weight");
    if (quantized != (weight == TensorType.I8)) {
      throw AtriumException.outside(
          "model_broken",
          "%s: tensor \"%s.weight\" is %s, other than \"quantization_config\" says."
              .formatted(checkpoint.source(), matrix, weight));
    }
    if (!quantized) {
      return Optional.empty();
    }
    var name = matrix + ".weight_scale";
    used.add(name);
    var rows = checkpoint.shape(matrix + ".weight").getFirst();
    return Optional.of(checkpoint.tensor(name, rows, 1));
  }

  private StoredTensor take(String name, long... shape) {
    used.add(name);
    var tensor = checkpoint.tensor(name, shape);
    var mayBeWhole = name.endsWith("_proj.weight") || name.equals(OUTPUT + ".weight");
    if (tensor.type() == TensorType.I64 || (tensor.type() == TensorType.I8 && !mayBeWhole)) {
      throw AtriumException.outside(
          "model_broken",
          "%s: tensor \"%s\" is %s, which it may not be."
              .formatted(checkpoint.source(), name, tensor.type()));
    }
    return tensor;
  }

  /** A tensor that nobody asked for is refused: leaving it out would compute another model. */
  void refuseUnused() {
    for (var name : checkpoint.names()) {
      var harmless = name.endsWith("rotary_emb.inv_freq") || name.equals("lm_head.weight");
      if (!used.contains(name) && !harmless) {
        throw AtriumException.outside(
            "model_unsupported",
            "%s: tensor \"%s\" has no place in a %s model of %d layers, so Atrium would compute another model."
                .formatted(checkpoint.source(), name, config.family(), config.layers()));
      }
    }
  }
}
