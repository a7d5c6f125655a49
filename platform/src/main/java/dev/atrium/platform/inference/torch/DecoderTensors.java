package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.StoredTensor;
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

  /** Embedding, final norm, output layer unless tied. */
  List<StoredTensor> shared() {
    var tensors = new ArrayList<StoredTensor>();
    tensors.add(take("model.embed_tokens.weight", config.vocabulary(), config.hidden()));
    tensors.add(take("model.norm.weight", config.hidden()));
    if (!config.tied()) {
      tensors.add(take("lm_head.weight", config.vocabulary(), config.hidden()));
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

  private StoredTensor take(String name, long... shape) {
    used.add(name);
    return checkpoint.tensor(name, shape);
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
