package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

  @Test
  void engine_tinyShape_measuresEveryRowAndRemovesItsModel(@TempDir Path folder)
      throws IOException {
    var json = folder.resolve("bench.json");
    var text = new StringWriter();
    var line = Atrium.commandLine().setOut(new PrintWriter(text));

    var code =
        line.execute(
            "bench",
            "engine",
            "--shape",
            "tiny",
            "--format",
            "w8a8",
            "--prompt",
            "70",
            "--generate",
            "8",
            "--sequences",
            "1,3",
            "--profile",
            "--json",
            json.toString());

    assertThat(code).isZero();
    assertThat(text.toString()).contains("decode tokens/s", "linear", "attention", "Java");
    var content = new ObjectMapper().readTree(json.toFile());
    assertThat(content.get("format").asText()).isEqualTo("w8a8");
    assertThat(content.get("rows")).hasSize(2);
    for (var row : content.get("rows")) {
      for (var key :
          Arrays.asList(
              "prefillTokensPerSecond",
              "decodeTokensPerSecond",
              "stepMillis",
              "firstTokenMillis")) {
        assertThat(row.get(key).asDouble()).as(key).isPositive().isFinite();
      }
    }
    assertThat(content.get("limits").get("machine").get("memoryBytesPerSecond").asDouble())
        .isPositive();
  }
}
