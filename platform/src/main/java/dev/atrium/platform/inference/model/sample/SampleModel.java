package dev.atrium.platform.inference.model.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.inference.model.TensorFile;
import dev.atrium.platform.inference.model.TensorFile.Entry;
import dev.atrium.platform.inference.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a model folder of a shape with random weights, in bfloat16. Its tokenizer knows the 256
 * bytes only, so that any text can be read.
 */
public final class SampleModel {
  private static final int TABLE = 1 << 20;
  private static final double SPREAD = 0.02;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelShape shape;
  private final Random random;
  private final ByteBuffer table;

  private SampleModel(ModelShape shape, long seed) {
    this.shape = shape;
    this.random = new Random(seed);
    this.table = table(random);
  }

  /** Writes the folder, which may exist. The same seed gives the same weights. */
  public static void write(ModelShape shape, long seed, Path folder) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve("config.json").toFile(), shape.config());
    JSON.writeValue(folder.resolve("tokenizer.json").toFile(), byteTokenizer());
    new SampleModel(shape, seed).writeWeights(folder.resolve("model.safetensors"));
  }

  private void writeWeights(Path file) throws IOException {
    var entries = new ArrayList<Entry>();
    shape.tensors().forEach((name, sizes) -> entries.add(new Entry(name, TensorType.BF16, sizes)));
    try (var out = TensorFile.create(file, entries, Map.of("format", "pt"))) {
      for (var entry : entries) {
        if (entry.name().endsWith("norm.weight")) {
          out.write(ones(entry.bytes()));
        } else {
          writeRandom(out, entry.bytes());
        }
      }
    }
  }

  /** Stretches of the table from random places: as good as new numbers, at the disk's speed. */
  private void writeRandom(TensorFile out, long bytes) throws IOException {
    for (var left = bytes; left > 0; ) {
      var from = 2 * random.nextInt(TABLE / 2);
      var length = (int) Math.min(left, table.capacity() - from);
      out.write(table.slice(from, length));
      left -= length;
    }
  }

  private static ByteBuffer table(Random random) {
    var values = ByteBuffer.allocateDirect(2 * TABLE).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      values.putShort(bf16((float) (random.nextGaussian() * SPREAD)));
    }
    return values.flip();
  }

  private static ByteBuffer ones(long bytes) {
    var values = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      values.putShort(bf16(1));
    }
    return values.flip();
  }

  private static short bf16(float value) {
    return (short) ((Float.floatToRawIntBits(value) + 0x8000) >>> 16);
  }

  private static Map<String, Object> byteTokenizer() {
    var vocabulary = new LinkedHashMap<String, Integer>();
    for (var letter : byteLetters()) {
      vocabulary.put(letter, vocabulary.size());
    }
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "BPE");
    model.put("vocab", vocabulary);
    model.put("merges", List.of());
    var tokenizer = new LinkedHashMap<String, Object>();
    tokenizer.put("version", "1.0");
    tokenizer.put("added_tokens", List.of());
    tokenizer.put("pre_tokenizer", byteLevel());
    tokenizer.put("decoder", byteLevel());
    tokenizer.put("model", model);
    return tokenizer;
  }

  private static Map<String, Object> byteLevel() {
    return Map.of(
        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
  }

  /** GPT-2's printable letter for each byte: itself, or the next free one from 256 on. */
  private static List<String> byteLetters() {
    var letters = new ArrayList<String>();
    var free = 256;
    for (var value = 0; value < 256; value++) {
      var printable =
          (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD && value <= 0xFF);
      letters.add(String.valueOf((char) (printable ? value : free++)));
    }
    return letters;
  }
}
