package dev.atrium.platform.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterFolderTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden", "adapter-a");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODULE = "model.layers.0.self_attn.q_proj";

  @TempDir private Path folder;

  @BeforeEach
  void copyAdapter() throws IOException {
    assumeTrue(Files.isDirectory(GOLDEN), "the golden fixtures are not at " + GOLDEN);
    for (var file : Set.of("adapter_config.json", "adapter_model.safetensors")) {
      Files.write(folder.resolve(file), Files.readAllBytes(GOLDEN.resolve(file)));
    }
  }

  private void set(String key, String value) throws IOException {
    var file = folder.resolve("adapter_config.json").toFile();
    var json = (ObjectNode) JSON.readTree(file);
    json.set(key, JSON.readTree(value));
    JSON.writeValue(file, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "peft_type | \"IA3\"",
        "bias | \"all\"",
        "use_dora | true",
        "fan_in_fan_out | true",
        "modules_to_save | [\"lm_head\"]",
        "rank_pattern | {\"q_proj\": 8}",
        "r | 65",
        "r | 0",
        "lora_alpha | \"8\"",
      })
  void open_whatIsNotSupported_namesFileAndKey(String key, String value) throws IOException {
    set(key, value);
    assertThatThrownBy(() -> AdapterFolder.open(folder))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("adapter_config.json")
        .hasMessageContaining(key);
  }

  @Test
  void scale_rankStabilised_isAlphaOverTheRoot() throws IOException {
    try (var plain = AdapterFolder.open(folder)) {
      assertThat(plain.scale()).isEqualTo(2);
    }
    set("use_rslora", "true");
    try (var stabilised = AdapterFolder.open(folder)) {
      assertThat(stabilised.scale()).isCloseTo(8 / Math.sqrt(4), within(1e-12));
    }
  }

  @Test
  void find_otherShape_namesTheTensor() {
    try (var adapter = AdapterFolder.open(folder)) {
      assertThat(adapter.find(MODULE, 64, 64)).isPresent();
      assertThat(adapter.find("model.layers.0.mlp.up_proj", 64, 172)).isEmpty();
      assertThatThrownBy(() -> adapter.find(MODULE, 65, 64))
          .hasMessageContaining(MODULE + ".lora_A.weight");
    }
  }

  @Test
  void requireOnly_moduleOfNoModel_isNamed() {
    try (var adapter = AdapterFolder.open(folder)) {
      assertThatThrownBy(() -> adapter.requireOnly(Set.of(MODULE)))
          .isInstanceOf(AtriumException.class)
          .hasMessageContaining("has no place");
    }
  }
}
