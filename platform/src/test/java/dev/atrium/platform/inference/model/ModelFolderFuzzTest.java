package dev.atrium.platform.inference.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleModel;
import dev.atrium.platform.inference.torch.TorchModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a model that lie: each is read, or refused in a sentence that names it. The same
 * mutations in every run; {@code -Datrium.fuzz.runs=1000000} makes more of them.
 */
class ModelFolderFuzzTest {
  private static final int RUNS = Integer.getInteger("atrium.fuzz.runs", 3000);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a writer of bad files would try. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "3",
          "7",
          "0.5",
          "1e308",
          "-1e308",
          "1e-320",
          "2147483647",
          "2147483646",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "\"\"",
          "\"\\u0000\"",
          "[]",
          "[[[]]]",
          "{}",
          "{\"rope_type\":\"yarn\",\"factor\":1e308}",
          "{\"rope_type\":\"llama3\"}",
          "[-1,2]",
          "[4294967296,4294967296]");

  private final Random random = new Random(17);

  @TempDir Path folder;

  private JsonNode value() throws IOException {
    return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
  }

  private static byte[] safetensors(long length, byte[] header, int data) {
    return ByteBuffer.allocate(8 + header.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }

  @Test
  void openFile_headerThatLies_isReadOrRefused() throws IOException {
    var file = folder.resolve("lying.safetensors");
    var read = 0;
    for (var run = 0; run < RUNS; run++) {
      Files.write(file, lying());
      try (var checkpoint = Checkpoint.openFile(file)) {
        checkpoint.all().forEach(StoredTensor::floats);
        read++;
      } catch (AtriumException refusal) {
        assertThat(refusal).hasMessageContaining("lying.safetensors");
      }
    }
    assertThat(read).isBetween(1, RUNS - 1);
  }

  /** Three tensors of 16 bytes each; then something of it is changed. */
  private byte[] lying() throws IOException {
    var header = JSON.createObjectNode();
    for (var tensor = 0; tensor < 3; tensor++) {
      var entry = header.putObject("t" + tensor).put("dtype", tensor == 1 ? "BF16" : "F32");
      entry.putArray("shape").add(tensor == 1 ? 4 : 2).add(2);
      entry.putArray("data_offsets").add(16 * tensor).add(16 * tensor + 16);
    }
    if (random.nextInt(3) > 0) {
      mutate(header);
    }
    var bytes = header.toString().getBytes(UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    var length = random.nextInt(5) == 0 ? random.nextLong() >> random.nextInt(64) : bytes.length;
    var data = random.nextInt(5) == 0 ? random.nextInt(64) : 48;
    return safetensors(length, bytes, data);
  }

  private void mutate(ObjectNode header) throws IOException {
    var entry = (ObjectNode) header.get("t" + random.nextInt(3));
    switch (random.nextInt(6)) {
      case 0 -> entry.set("shape", value());
      case 1 -> entry.set("data_offsets", value());
      case 2 -> entry.set("dtype", value());
      case 3 -> entry.putArray("data_offsets").add(offset()).add(offset());
      case 4 -> entry.putArray("shape").add(offset()).add(offset());
      default -> header.set("t" + random.nextInt(4), value());
    }
  }

  private long offset() {
    return random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(64) - 4L;
  }

  @Test
  void configOf_configurationThatLies_isReadOrRefused() throws IOException {
    var runs = Math.min(RUNS, 20_000);
    SampleModel.write(ModelShape.TINY, 1, folder);
    var file = folder.resolve("config.json");
    var good = (ObjectNode) JSON.readTree(file.toFile());
    for (var run = 0; run < runs; run++) {
      JSON.writeValue(file.toFile(), lying(good));
      try {
        ModelFolder.configOf(folder);
      } catch (AtriumException refusal) {
        assertThat(refusal).hasMessageContaining("config.json");
      }
    }
  }

  private ObjectNode lying(ObjectNode good) throws IOException {
    var config = good.deepCopy();
    var keys = good.properties().stream().map(Map.Entry::getKey).toList();
    for (var changes = 1 + random.nextInt(2); changes > 0; changes--) {
      var other = random.nextInt(4) == 0;
      var more = List.of("rope_scaling", "sliding_window", "layer_types", "quantization_config");
      var from = other ? more : keys;
      config.set(from.get(random.nextInt(from.size())), value());
    }
    return config;
  }

  /** What a configuration says is never believed where memory is taken or native code is called. */
  @Test
  void load_configurationThatLies_isServedOrRefused() throws IOException {
    SampleModel.write(ModelShape.TINY, 1, folder);
    var file = folder.resolve("config.json");
    var good = (ObjectNode) JSON.readTree(file.toFile());
    for (var run = 0; run < Math.min(RUNS / 50, 2000); run++) {
      JSON.writeValue(file.toFile(), lying(good));
      loadOrRefuse();
    }
  }

  @Test
  void load_tokenizerThatLies_isServedOrRefused() throws IOException {
    SampleModel.write(ModelShape.TINY, 1, folder);
    var file = folder.resolve("tokenizer.json");
    var good = Files.readAllBytes(file);
    for (var run = 0; run < Math.min(RUNS / 50, 2000); run++) {
      var bad = good.clone();
      for (var changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(96));
      }
      Files.write(file, bad);
      try (var tokenizer = Tokenizer.read(file)) {
        tokenizer.encode("hello, world");
      } catch (AtriumException refusal) {
        assertThat(refusal).hasMessageContaining("tokenizer.json");
      }
    }
  }

  private void loadOrRefuse() {
    try {
      TorchModels.load(folder, EngineSettings.DEFAULT.withSequences(1)).close();
    } catch (AtriumException refusal) {
      assertThat(refusal.kind()).as("%s", refusal).isEqualTo(AtriumException.Kind.OUTSIDE);
      assertThat(refusal).hasMessageContaining(folder.toString());
    }
  }
}
