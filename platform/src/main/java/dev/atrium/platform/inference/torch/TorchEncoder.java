package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.encoder.EncoderReplica;
import dev.atrium.platform.inference.encoder.EncoderRunner;
import dev.atrium.platform.inference.encoder.EncoderSettings;
import dev.atrium.platform.inference.model.EncoderConfig;
import dev.atrium.platform.inference.model.EncoderFolder;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a BERT-family encoder with the packed program {@code encoder.ts.py}, in float32: one native
 * call per batch, weights bound once.
 */
public final class TorchEncoder implements EncoderRunner {
  /** Weights of a layer above which several threads share its products. */
  private static final long SHARED_ABOVE = 2_000_000;

  private final TorchProgram program;
  private final EncoderConfig config;

  private TorchEncoder(TorchProgram program, EncoderConfig config) {
    this.program = program;
    this.config = config;
  }

  /**
   * Loads a folder and serves it on a thread of its own; returns when it is ready.
   *
   * @throws dev.atrium.platform.failure.AtriumException OUTSIDE if the folder is broken or asks for
   *     what is not supported
   */
  public static EncoderReplica serve(Path path, EncoderSettings settings) {
    var folder = EncoderFolder.open(path);
    try {
      return EncoderReplica.start(folder.info(), folder, settings, () -> load(folder));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Loads a folder's weights; the calling thread owns the runner. */
  static TorchEncoder load(EncoderFolder folder) {
    var config = folder.config();
    TorchProgram.optimiseShapes(false);
    TorchProgram.shareWork(layerWeights(config) > SHARED_ABOVE);
    var program =
        TorchProgram.load(
            TorchArchive.ofResource(
                TorchEncoder.class, "encoder.ts.py", "Encoder", attributes(config)));
    try (var checkpoint = folder.checkpoint()) {
      var runner = new TorchEncoder(program, config);
      runner.bind(new EncoderTensors(config, checkpoint));
      return runner;
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private static Map<String, Attribute> attributes(EncoderConfig config) {
    var attributes = new HashMap<String, Attribute>();
    attributes.put("layers", new Attribute.Whole(config.layers()));
    attributes.put("heads", new Attribute.Whole(config.heads()));
    attributes.put("first_position", new Attribute.Whole(config.firstPosition()));
    attributes.put("activation", new Attribute.Whole(config.activation().ordinal()));
    attributes.put("eps", new Attribute.Real(config.normEpsilon()));
    for (var list : List.of("shared", "weights", "head")) {
      attributes.put(list, new Attribute.Tensors());
    }
    return attributes;
  }

  private void bind(EncoderTensors tensors) {
    bind("bind_shared", tensors.shared());
    for (var layer = 0; layer < config.layers(); layer++) {
      bind("bind_layer", tensors.layer(layer));
      NativeHeap.giveBack();
    }
    if (!config.labels().isEmpty()) {
      bind("bind_head", tensors.head());
    }
    tensors.refuseUnused();
  }

  private void bind(String method, List<StoredTensor> tensors) {
    var raw = new ArrayList<TorchTensor>();
    try {
      tensors.forEach(tensor -> raw.add(StoredViews.view(program, tensor)));
      var kinds = tensors.stream().mapToLong(StoredViews::kind).toArray();
      program.call(method).withAll(raw).with(kinds).run().close();
    } finally {
      raw.forEach(TorchTensor::close);
      tensors.forEach(StoredTensor::unload);
    }
  }

  @Override
  public List<float[]> run(List<Row> rows, int length) {
    var whole = Math.min(length, config.tokens());
    rows.forEach(row -> check(row, whole));
    var lengths = rows.stream().mapToLong(row -> row.tokens().length).toArray();
    var works = rows.stream().mapToLong(row -> row.work().ordinal()).toArray();
    try (var ids = program.longs(ids(rows, whole), rows.size(), whole);
        var result = program.call("encode").with(ids).with(lengths).with(works).run()) {
      return result.tensors().stream().map(TorchTensor::floats).toList();
    }
  }

  private static long[] ids(List<Row> rows, int length) {
    var ids = new long[rows.size() * length];
    for (var i = 0; i < rows.size(); i++) {
      var tokens = rows.get(i).tokens();
      var own = Arrays.stream(tokens).asLongStream().toArray();
      System.arraycopy(own, 0, ids, i * length, own.length);
    }
    return ids;
  }

  /** Nothing that libtorch might not survive goes further than here. */
  private void check(Row row, int length) {
    if (row.tokens().length == 0 || row.tokens().length > length) {
      throw new IllegalArgumentException(row.tokens().length + " tokens of " + length);
    }
    if (Arrays.stream(row.tokens()).anyMatch(id -> id < 0 || id >= config.vocabulary())) {
      throw new IllegalArgumentException("a token outside " + config.vocabulary());
    }
  }

  private static long layerWeights(EncoderConfig config) {
    return config.hidden() * (4L * config.hidden() + 2L * config.intermediate());
  }

  @Override
  public void close() {
    program.close();
  }
}
