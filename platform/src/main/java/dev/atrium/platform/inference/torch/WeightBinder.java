package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.RotaryTable;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.model.TensorType;
import dev.atrium.platform.inference.torch.TorchTensor.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hands a checkpoint's weights to a decoder program, layer by layer, so that no more than one layer
 * lies in memory twice. Every shape is checked first; a tensor that nobody asked for is refused,
 * since leaving it out would compute another model.
 */
final class WeightBinder {
  /** The feed-forward width is rounded up to this, see {@code bind_layer}. */
  private static final int WIDTH_STEP = 64;

  private static final int FLOAT16 = 5;
  private static final int BFLOAT16 = 15;

  private final TorchProgram program;
  private final ModelConfig config;
  private final Checkpoint checkpoint;
  private final Set<String> used = new HashSet<>();

  WeightBinder(TorchProgram program, ModelConfig config, Checkpoint checkpoint) {
    this.program = program;
    this.config = config;
    this.checkpoint = checkpoint;
  }

  /** Zeros that widen the feed-forward part. */
  static int padding(ModelConfig config) {
    return Math.floorMod(-config.intermediate(), WIDTH_STEP);
  }

  /** Binds everything; rotary tables reach so many positions. */
  void bind(int positions) {
    bindShared(positions);
    for (var layer = 0; layer < config.layers(); layer++) {
      bindLayer("model.layers." + layer + ".");
    }
    refuseUnused();
  }

  private void bindShared(int positions) {
    var tensors = new ArrayList<StoredTensor>();
    tensors.add(take("model.embed_tokens.weight", config.vocabulary(), config.hidden()));
    tensors.add(take("model.norm.weight", config.hidden()));
    if (!config.tied()) {
      tensors.add(take("lm_head.weight", config.vocabulary(), config.hidden()));
    }
    var table = RotaryTable.of(config, positions);
    var raw = tensors.stream().map(this::raw).toList();
    try (var cosines = program.floats(table.cosines(), positions, table.pairs());
        var sines = program.floats(table.sines(), positions, table.pairs())) {
      program
          .call("bind_shared")
          .withAll(raw)
          .with(kinds(tensors))
          .with(cosines)
          .with(sines)
          .run()
          .close();
    } finally {
      raw.forEach(TorchTensor::close);
    }
  }

  private void bindLayer(String layer) {
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
    bindLayer(tensors);
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

  private void bindLayer(List<Optional<StoredTensor>> tensors) {
    var raw = tensors.stream().map(each -> each.map(this::raw).orElseGet(this::absent)).toList();
    var kinds = tensors.stream().mapToLong(each -> each.map(this::kind).orElse(0L)).toArray();
    try {
      program.call("bind_layer").withAll(raw).with(kinds).with(padding(config)).run().close();
    } finally {
      raw.forEach(TorchTensor::close);
    }
  }

  private StoredTensor take(String name, long... shape) {
    used.add(name);
    return checkpoint.tensor(name, shape);
  }

  private void refuseUnused() {
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

  private long[] kinds(List<StoredTensor> tensors) {
    return tensors.stream().mapToLong(this::kind).toArray();
  }

  private long kind(StoredTensor tensor) {
    return switch (tensor.type()) {
      case F32 -> 0;
      case F16 -> FLOAT16;
      case BF16 -> BFLOAT16;
    };
  }

  private TorchTensor absent() {
    return program.floats(new float[0], 0);
  }

  /** The tensor over the mapped file; 16-bit floats as bytes, which the program views as floats. */
  private TorchTensor raw(StoredTensor tensor) {
    if (tensor.data().byteSize() > Integer.MAX_VALUE) {
      throw AtriumException.outside(
          "model_unsupported",
          checkpoint.source() + ": tensor \"" + tensor.name() + "\" is larger than 2 GB.");
    }
    var size = tensor.type().bytes();
    var bytes = aligned(tensor.data().asByteBuffer(), tensor.data().address(), size);
    var shape = tensor.dimensions();
    if (tensor.type() == TensorType.F32) {
      return program.tensor(bytes, Type.FLOAT32, shape);
    }
    shape[shape.length - 1] *= size;
    return program.tensor(bytes, Type.UINT8, shape);
  }

  private static ByteBuffer aligned(ByteBuffer bytes, long address, int size) {
    if (address % size == 0) {
      return bytes;
    }
    var copy = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    return copy.put(bytes).flip();
  }
}
