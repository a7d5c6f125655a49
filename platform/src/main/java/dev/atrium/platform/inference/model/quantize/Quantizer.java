package dev.atrium.platform.inference.model.quantize;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.model.Checkpoint;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.StoredFormats;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.model.TensorFile;
import dev.atrium.platform.inference.model.TensorFile.Entry;
import dev.atrium.platform.inference.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a model folder again with the chosen groups of layers in 8-bit integers, as
 * compressed-tensors lays them out: one scale per output, nearest integer. Everything else is
 * copied as it is.
 */
public final class Quantizer {
  private static final String OUTPUT = "lm_head.weight";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final int STRETCH = 4096;
  private static final float LARGEST = 127;
  private static final float SMALLEST_SCALE = 1e-20f;

  /** A matrix as it will lie in the new file. */
  private record Part(Entry entry, StoredTensor source, boolean scales) {}

  private final StoredFormats formats;
  private final Path target;

  private Quantizer(StoredFormats formats, Path target) {
    this.formats = formats;
    this.target = target;
  }

  /**
   * Writes the folder.
   *
   * @param formats {@link Precision#INT8} or {@link Precision#W8A8} for each group that becomes
   *     integers
   * @param target must not exist, or be empty
   * @return bytes of the weights before and after
   * @throws AtriumException CALLER if the target holds something or the model is quantized already
   */
  public static Sizes write(ModelFolder model, StoredFormats formats, Path target)
      throws IOException {
    if (!model.config().stored().equals(StoredFormats.NONE)) {
      throw AtriumException.caller(
          "already_quantized", model.path() + " holds 8-bit integers already.");
    }
    requireEmpty(target);
    Files.createDirectories(target);
    try (var checkpoint = model.checkpoint()) {
      return new Quantizer(formats, target).write(model.path(), checkpoint);
    }
  }

  /** Bytes of weights. */
  public record Sizes(long before, long after) {}

  private static void requireEmpty(Path target) throws IOException {
    if (Files.exists(target)) {
      try (var files = Files.list(target)) {
        if (files.findAny().isPresent()) {
          throw AtriumException.caller(
              "target_not_empty", target + " is not empty: name a folder that is new.");
        }
      }
    }
  }

  private Sizes write(Path source, Checkpoint checkpoint) throws IOException {
    copyOthers(source);
    QuantizedConfig.write(source.resolve("config.json"), formats, target.resolve("config.json"));
    var parts = parts(checkpoint);
    var entries = parts.stream().map(Part::entry).toList();
    var file = target.resolve("model.safetensors");
    try (var out = TensorFile.create(file, entries, Map.of("format", "pt"))) {
      var scales = ByteBuffer.allocate(0);
      for (var part : parts) {
        if (part.scales()) {
          out.write(scales);
        } else if (part.entry().type() == TensorType.I8) {
          scales = writeIntegers(part.source(), out);
        } else {
          writeAsIs(part.source(), out);
        }
        part.source().unload();
      }
    }
    var before = checkpoint.all().stream().mapToLong(each -> each.data().byteSize()).sum();
    return new Sizes(before, entries.stream().mapToLong(Entry::bytes).sum());
  }

  private void copyOthers(Path source) throws IOException {
    try (var files = Files.list(source)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = String.valueOf(file.getFileName());
        if (!name.contains(".safetensors") && !name.equals("config.json")) {
          Files.copy(file, target.resolve(name));
        }
      }
    }
  }

  private List<Part> parts(Checkpoint checkpoint) {
    var parts = new ArrayList<Part>();
    for (var tensor : checkpoint.all()) {
      if (isQuantized(tensor.name())) {
        addIntegers(parts, tensor.name(), tensor);
      } else {
        parts.add(new Part(new Entry(tensor.name(), tensor.type(), tensor.shape()), tensor, false));
      }
    }
    if (formats.output().isPresent() && !checkpoint.names().contains(OUTPUT)) {
      var embedding = checkpoint.all().stream().filter(each -> each.name().equals(EMBEDDING));
      embedding.forEach(tensor -> addIntegers(parts, OUTPUT, tensor));
    }
    return parts;
  }

  /** The integers, right after them their scales. */
  private static void addIntegers(List<Part> parts, String name, StoredTensor tensor) {
    var rows = tensor.shape().getFirst();
    parts.add(new Part(new Entry(name, TensorType.I8, tensor.shape()), tensor, false));
    parts.add(
        new Part(new Entry(name + "_scale", TensorType.F32, List.of(rows, 1L)), tensor, true));
  }

  private boolean isQuantized(String name) {
    return (name.contains(".self_attn.")
            && name.endsWith("_proj.weight")
            && formats.attention().isPresent())
        || (name.contains(".mlp.")
            && name.endsWith("_proj.weight")
            && formats.feedForward().isPresent())
        || (name.equals(OUTPUT) && formats.output().isPresent());
  }

  private static void writeAsIs(StoredTensor tensor, TensorFile out) throws IOException {
    var rows = tensor.shape().isEmpty() ? 1 : tensor.shape().getFirst();
    for (var first = 0L; first < rows; first += STRETCH) {
      out.write(tensor.rows(first, Math.min(STRETCH, rows - first)).data().asByteBuffer());
    }
  }

  /** The scales. */
  private static ByteBuffer writeIntegers(StoredTensor tensor, TensorFile out) throws IOException {
    var rows = Math.toIntExact(tensor.shape().getFirst());
    var scales = ByteBuffer.allocate(rows * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var first = 0; first < rows; first += STRETCH) {
      var part = tensor.rows(first, Math.min(STRETCH, rows - first));
      out.write(integers(part, scales));
      part.unload();
    }
    return scales.flip();
  }

  private static ByteBuffer integers(StoredTensor part, ByteBuffer scales) {
    var values = part.floats();
    var width = Math.toIntExact(part.shape().get(1));
    var bytes = new byte[values.length];
    for (var begin = 0; begin < values.length; begin += width) {
      var largest = 0f;
      for (var i = begin; i < begin + width; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      var scale = Math.max(largest / LARGEST, SMALLEST_SCALE);
      for (var i = begin; i < begin + width; i++) {
        bytes[i] = (byte) Math.rint(values[i] / scale);
      }
      scales.putFloat(scale);
    }
    return ByteBuffer.wrap(bytes);
  }
}
