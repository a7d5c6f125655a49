package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.RotaryTable;
import dev.atrium.platform.inference.model.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands a checkpoint's weights to a decoder program, layer by layer, so that no more than one layer
 * lies in memory twice.
 */
final class WeightBinder {
  /** The feed-forward width is rounded up to this, see {@code bind_layer}. */
  private static final int WIDTH_STEP = 64;

  private static final int IN_PARTS = 100;

  /** Bytes that a buffer of Java's can hold, and no less than a row of any matrix. */
  private static final long LARGEST = 1L << 30;

  private final TorchProgram program;
  private final ModelConfig config;
  private final Checkpoint checkpoint;
  private final DecoderTensors stored;

  WeightBinder(TorchProgram program, ModelConfig config, Checkpoint checkpoint) {
    this.program = program;
    this.config = config;
    this.checkpoint = checkpoint;
    this.stored = new DecoderTensors(config, checkpoint);
  }

  /** Zeros that widen the feed-forward part. */
  static int padding(ModelConfig config) {
    return Math.floorMod(-config.intermediate(), WIDTH_STEP);
  }

  /** Binds everything; rotary tables reach so many positions. */
  void bind(int positions, Precision precision) {
    var formats = config.stored();
    bindShared(positions, form(formats.output().orElse(precision)));
    var attention = form(formats.attention().orElse(precision));
    var feedForward = form(formats.feedForward().orElse(precision));
    for (var layer = 0; layer < config.layers(); layer++) {
      var tensors = new ArrayList<>(stored.layer(layer));
      tensors.addAll(stored.scales(layer));
      bindLayer(tensors, new long[] {attention, attention, feedForward, feedForward});
      NativeHeap.giveBack();
    }
    stored.refuseUnused();
  }

  private void bindShared(int positions, long form) {
    var tensors = stored.shared();
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
          .with(form)
          .run()
          .close();
    } finally {
      raw.forEach(TorchTensor::close);
      tensors.forEach(StoredTensor::unload);
    }
  }

  private void bindLayer(List<Optional<StoredTensor>> tensors, long[] forms) {
    var raw = tensors.stream().map(each -> each.map(this::raw).orElseGet(this::absent)).toList();
    var kinds =
        tensors.stream().mapToLong(each -> each.map(WeightBinder::kind).orElse(0L)).toArray();
    try {
      program
          .call("bind_layer")
          .withAll(raw)
          .with(kinds)
          .with(padding(config))
          .with(forms)
          .run()
          .close();
    } finally {
      raw.forEach(TorchTensor::close);
      tensors.forEach(each -> each.ifPresent(StoredTensor::unload));
    }
  }

  /** How the program calls a number format. */
  private static long form(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> 0;
      case BFLOAT16 -> 1;
      case INT8 -> 2;
      case W8A8 -> 3;
    };
  }

  private long[] kinds(List<StoredTensor> tensors) {
    return tensors.stream().mapToLong(WeightBinder::kind).toArray();
  }

  private static long kind(StoredTensor tensor) {
    if (tensor.data().byteSize() > LARGEST) {
      return IN_PARTS;
    }
    return StoredViews.kind(tensor);
  }

  private TorchTensor absent() {
    return program.floats(new float[0], 0);
  }

  /** The tensor over the mapped file, or if it is too large for that how many parts went before. */
  private TorchTensor raw(StoredTensor tensor) {
    if (kind(tensor) != IN_PARTS) {
      return StoredViews.view(program, tensor);
    }
    var rows = tensor.shape().getFirst();
    var most = Math.max(1, LARGEST / (tensor.data().byteSize() / rows));
    var parts = 0;
    for (var first = 0L; first < rows; first += most, parts++) {
      var part = tensor.rows(first, Math.min(most, rows - first));
      try (var view = StoredViews.view(program, part)) {
        program.call("add_part").with(view).with(StoredViews.kind(part)).run().close();
      }
      part.unload();
    }
    return program.longs(new long[] {parts}, 1);
  }
}
