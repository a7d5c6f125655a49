package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.measure.TextLoss;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCommandTest {
  private static final int[] TEXT = "The parcel is on its way to you.".chars().toArray();

  @TempDir private Path root;
  private final StringWriter text = new StringWriter();
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = root.resolve("model");
    SampleModel.write(ModelShape.TINY, 3, model);
  }

  private int run(String... words) {
    var writer = new PrintWriter(text);
    return Atrium.commandLine().setOut(writer).setErr(writer).execute(words);
  }

  private static double loss(Path folder, Precision precision) {
    try (var opened = ModelFolder.open(folder)) {
      return TextLoss.of(opened, precision, TEXT, 512).loss();
    }
  }

  /** Whether the integers were made before or at loading, the model is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"int8", "w8a8"})
  void quantize_wholeModel_computesAsIfQuantizedAtLoading(String format) throws IOException {
    var target = root.resolve("small");

    assertThat(run("model", "quantize", "--format", format, model.toString(), target.toString()))
        .as(text.toString())
        .isZero();

    var precision = Precision.of(format);
    assertThat(loss(target, precision)).isCloseTo(loss(model, precision), within(1e-6));
    var config = new ObjectMapper().readTree(target.resolve("config.json").toFile());
    assertThat(config.at("/quantization_config/quant_method").asText())
        .isEqualTo("compressed-tensors");
  }

  @Test
  void quantize_oneGroup_leavesTheOthers() {
    var target = root.resolve("small");

    var code =
        run(
            "model",
            "quantize",
            "--format",
            "none",
            "--feed-forward",
            "w8a8",
            model.toString(),
            target.toString());

    assertThat(code).as(text.toString()).isZero();
    try (var opened = ModelFolder.open(target);
        var checkpoint = opened.checkpoint()) {
      assertThat(opened.config().stored().feedForward()).contains(Precision.W8A8);
      assertThat(opened.config().stored().attention()).isEmpty();
      assertThat(checkpoint.names())
          .contains("model.layers.1.mlp.down_proj.weight_scale")
          .doesNotContain("model.layers.1.self_attn.q_proj.weight_scale");
    }
    assertThat(loss(target, Precision.FLOAT32))
        .isCloseTo(loss(model, Precision.FLOAT32), within(0.05))
        .isNotEqualTo(loss(model, Precision.FLOAT32));
  }

  @Test
  void quantize_folderInUse_isRefused() {
    assertThat(run("model", "quantize", model.toString(), model.toString())).isNotZero();
    assertThat(text.toString()).contains("is not empty");
  }

  @Test
  void perplexity_severalFormats_printsEachBesideTheFirst() throws IOException {
    var file = Files.writeString(root.resolve("text.txt"), "Where is my parcel? ".repeat(10));

    assertThat(run("model", "perplexity", model.toString(), "--text", file.toString()))
        .as(text.toString())
        .isZero();

    assertThat(text.toString().lines()).hasSize(5).anyMatch(line -> line.contains("w8a8"));
  }
}
