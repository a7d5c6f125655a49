package dev.atrium.platform.inference.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleModelTest {

  @Test
  void write_everyShape_hasTensorsAndConfigurationThatFit(@TempDir Path folder) throws IOException {
    SampleModel.write(ModelShape.of("tiny"), 1, folder);

    try (var model = ModelFolder.open(folder);
        var checkpoint = model.checkpoint()) {
      assertThat(checkpoint.tensor("model.embed_tokens.weight", 768, 64).elements())
          .isEqualTo(768 * 64);
      assertThat(model.decode(model.encode("Grüße, 世界"))).isEqualTo("Grüße, 世界");
    }
    assertThat(Files.size(folder.resolve("model.safetensors"))).isGreaterThan(2 * 768 * 64);
  }

  @Test
  void of_unknownShape_namesThoseThereAre() {
    assertThatThrownBy(() -> ModelShape.of("gpt-9"))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("qwen2.5-0.5b");
  }
}
