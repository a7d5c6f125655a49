package dev.atrium.platform.inference.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.SamplingDefaults;
import dev.atrium.platform.inference.torch.TorchModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken and unsupported folders: one sentence that names file and key, never a crash. */
class ModelFolderTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws IOException {
    assumeTrue(Files.isDirectory(GOLDEN), "the golden fixtures are not at " + GOLDEN);
    copy("tiny-qwen2");
  }

  private void copy(String model) throws IOException {
    try (var files = Files.list(GOLDEN.resolve(model))) {
      for (var file : files.toList()) {
        Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private AtriumException failure() {
    try {
      TorchModels.load(folder, EngineSettings.DEFAULT.withSequences(1)).close();
      throw new AssertionError("the folder was loaded");
    } catch (AtriumException e) {
      return e;
    }
  }

  private void edit(String file, Consumer<ObjectNode> change) throws IOException {
    var path = folder.resolve(file);
    var json = (ObjectNode) JSON.readTree(path.toFile());
    change.accept(json);
    JSON.writeValue(path.toFile(), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type | \"gpt_neox\" | model_unsupported",
        "hidden_act | \"gelu\" | model_unsupported",
        "mlp_bias | true | model_unsupported",
        "quantization_config | {\"bits\": 4} | model_unsupported",
        "partial_rotary_factor | 0.5 | model_unsupported",
        "hidden_size | -1 | model_broken",
        "hidden_size | 1.5 | model_broken",
        "hidden_size | 99999999999 | model_broken",
        "num_hidden_layers | null | model_broken",
        "num_attention_heads | 3 | model_broken",
        "num_key_value_heads | 3 | model_broken",
        "head_dim | 15 | model_broken",
        "rms_norm_eps | \"small\" | model_broken",
        "rms_norm_eps | 0 | model_broken",
        "tie_word_embeddings | \"no\" | model_broken",
        "rope_theta | -2 | model_broken",
      })
  void open_wrongConfiguration_namesFileAndKey(String key, String value, String code)
      throws IOException {
    edit("config.json", json -> json.set(key, parse(value)));

    var failure = failure();

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.kind()).isEqualTo(AtriumException.Kind.OUTSIDE);
    assertThat(failure).hasMessageContaining("config.json").hasMessageContaining(key);
  }

  @Test
  void open_unknownRopeScaling_isRefusedByName() throws IOException {
    edit("config.json", json -> json.set("rope_scaling", parse("{\"rope_type\":\"longrope\"}")));
    assertThat(failure()).hasMessageContaining("\"rope_type\" is \"longrope\"");
  }

  @Test
  void open_slidingWindow_isRefusedByName() throws IOException {
    edit(
        "config.json",
        json ->
            json.put("sliding_window", 128)
                .put("use_sliding_window", true)
                .put("max_window_layers", 2));
    assertThat(failure()).hasMessageContaining("\"sliding_window\" of some layers");
  }

  @ParameterizedTest
  @CsvSource({"config.json", "tokenizer.json", "model.safetensors"})
  void open_missingFile_isNamed(String file) throws IOException {
    Files.delete(folder.resolve(file));
    assertThat(failure()).hasMessageContaining(file).hasMessageContaining("missing");
  }

  @ParameterizedTest
  @CsvSource({"config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json"})
  void open_fileThatIsNoJson_isNamed(String file) throws IOException {
    Files.writeString(folder.resolve(file), "{\"half\": ");
    assertThat(failure()).hasMessageContaining(file);
  }

  @Test
  void open_jsonThatIsNoTokenizer_isNamed() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
    assertThat(failure()).hasMessageContaining("tokenizer.json");
  }

  @Test
  void open_endTokenOutsideTheVocabulary_isNamed() throws IOException {
    edit("generation_config.json", json -> json.put("eos_token_id", 768));
    assertThat(failure()).hasMessageContaining("eos_token_id").hasMessageContaining("768");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature | 2.5",
        "temperature | \"hot\"",
        "top_p | 0",
        "top_p | 1.5",
        "top_k | -1",
        "top_k | 2.5",
        "min_p | 7",
        "repetition_penalty | 0",
        "max_new_tokens | -5",
        "do_sample | \"yes\"",
      })
  void open_adviceOutOfRange_namesFileAndKey(String key, String value) throws IOException {
    edit("generation_config.json", json -> json.set(key, parse(value)));
    assertThat(failure())
        .hasMessageContaining("generation_config.json")
        .hasMessageContaining(key)
        .extracting("code")
        .isEqualTo("model_broken");
  }

  @Test
  void open_generationConfig_isTheModelsAdvice() throws IOException {
    edit(
        "generation_config.json",
        json ->
            json.put("do_sample", true)
                .put("temperature", 0.7)
                .put("top_p", 0.8)
                .put("top_k", 20)
                .put("repetition_penalty", 1.05)
                .put("max_new_tokens", 99)
                .set("eos_token_id", parse("[758, 756]")));
    try (var model = ModelFolder.open(folder)) {
      assertThat(model.samplingDefaults())
          .isEqualTo(new SamplingDefaults(true, 0.7, 0.8, 20, 0, 1.05, 99));
      assertThat(model.endTokens()).containsExactlyInAnyOrder(756, 758);
    }
  }

  @Test
  void open_withoutGenerationConfig_hasTheConfigurationsEnd() throws IOException {
    Files.delete(folder.resolve("generation_config.json"));
    try (var model = ModelFolder.open(folder)) {
      assertThat(model.samplingDefaults()).isEqualTo(SamplingDefaults.NONE);
      assertThat(model.endTokens()).containsExactly(758);
    }
  }

  @Test
  void load_otherShapeThanConfigured_namesTheTensor() throws IOException {
    edit("config.json", json -> json.put("intermediate_size", 173));
    assertThat(failure()).hasMessageContaining("mlp.gate_proj.weight").hasMessageContaining("173");
  }

  @Test
  void load_moreLayersThanConfigured_namesTheTensor() throws IOException {
    edit("config.json", json -> json.put("num_hidden_layers", 3));
    assertThat(failure()).hasMessageContaining("model.layers.3.").hasMessageContaining("no place");
  }

  @Test
  void load_fewerLayersThanConfigured_namesTheTensor() throws IOException {
    edit("config.json", json -> json.put("num_hidden_layers", 5));
    assertThat(failure()).hasMessageContaining("model.layers.4.").hasMessageContaining("missing");
  }

  @Test
  void open_shardOutsideTheFolder_isRefused() throws IOException {
    copy("tiny-qwen2-sharded");
    edit(
        "model.safetensors.index.json",
        json ->
            ((ObjectNode) json.get("weight_map")).put("model.norm.weight", "../model.safetensors"));
    assertThat(failure()).hasMessageContaining("index.json").hasMessageContaining("no file name");
  }

  @Test
  void open_shardWithoutItsTensor_isNamed() throws IOException {
    copy("tiny-qwen2-sharded");
    edit(
        "model.safetensors.index.json",
        json ->
            ((ObjectNode) json.get("weight_map"))
                .put("model.norm.weight", "model-00001-of-00002.safetensors"));
    assertThat(failure()).hasMessageContaining("model.norm.weight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,32]}} | needs 16 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[0,32]}} | ends outside",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}} | gap before",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | belong to no tensor",
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[4],\"data_offsets\":[0,16]}} | dtype \"I32\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}} | wrong number",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":4,\"data_offsets\":[0,16]}} | no list \"shape\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}} | begin and end",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,16]}} |"
            + " impossible shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}"
            + " | overlaps",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}"
            + " | JSON",
        "[] | no JSON object",
        "nonsense | JSON",
      })
  void openFile_lyingHeader_saysWhatIsWrong(String header, String problem) throws IOException {
    var bytes = header.getBytes(UTF_8);
    var file = write(safetensors(bytes.length, bytes, 16));
    assertThatThrownBy(() -> Checkpoint.openFile(file))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("bad.safetensors")
        .hasMessageContaining(problem);
  }

  @Test
  void openFile_headerLongerThanTheFile_saysSo() throws IOException {
    for (var length : new long[] {Long.MAX_VALUE, -1, 1L << 40, 100}) {
      var file = write(safetensors(length, "{}".getBytes(UTF_8), 0));
      assertThatThrownBy(() -> Checkpoint.openFile(file)).hasMessageContaining("more than it has");
    }
  }

  @Test
  void openFile_headerOverTheLimit_isNotRead() throws IOException {
    var file = folder.resolve("bad.safetensors");
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(safetensorsLength(150_000_000));
      channel.position(150_000_100);
      channel.write(ByteBuffer.wrap(new byte[1]));
    }
    assertThatThrownBy(() -> Checkpoint.openFile(file)).hasMessageContaining("100 MB");
  }

  @Test
  void openFile_tooShort_saysSo() throws IOException {
    var file = write(ByteBuffer.wrap(new byte[5]));
    assertThatThrownBy(() -> Checkpoint.openFile(file)).hasMessageContaining("5 bytes");
  }

  /** Headers damaged at random are read or refused in a sentence, nothing else. */
  @Test
  void openFile_damagedHeader_isReadOrRefused() throws IOException {
    var good = Files.readAllBytes(folder.resolve("model.safetensors"));
    var headerEnd = 8 + (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
    var small = Arrays.copyOf(good, good.length);
    var random = new Random(11);
    for (var round = 0; round < 1500; round++) {
      var bad = small.clone();
      for (var n = 1 + random.nextInt(4); n > 0; n--) {
        bad[random.nextInt(headerEnd)] = (byte) random.nextInt(256);
      }
      var file = write(ByteBuffer.wrap(bad));
      try (var checkpoint = Checkpoint.openFile(file)) {
        checkpoint.all().forEach(tensor -> tensor.floats());
      } catch (AtriumException e) {
        assertThat(e).hasMessageContaining("bad.safetensors");
      }
    }
  }

  @Test
  void floats_everyType_widensExactly() throws IOException {
    var header =
        "{\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[4,6]},\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[6,8]}}"
            .getBytes(UTF_8);
    var buffer = safetensors(header.length, header, 8);
    buffer.order(ByteOrder.LITTLE_ENDIAN).position(8 + header.length);
    buffer.putFloat(0.1f).putShort(Float.floatToFloat16(0.5f)).putShort((short) 0xBFC0).rewind();
    try (var checkpoint = Checkpoint.openFile(write(buffer))) {
      assertThat(checkpoint.tensor("f", 1).floats()).containsExactly(0.1f);
      assertThat(checkpoint.tensor("h", 1).floats()).containsExactly(0.5f);
      assertThat(checkpoint.tensor("b", 1).floats()).containsExactly(-1.5f);
    }
  }

  private Path write(ByteBuffer bytes) throws IOException {
    var file = folder.resolve("bad.safetensors");
    Files.write(file, bytes.array());
    return file;
  }

  private static ByteBuffer safetensors(long length, byte[] header, int data) {
    var buffer = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putLong(length).put(header).rewind();
  }

  private static ByteBuffer safetensorsLength(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).flip();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
