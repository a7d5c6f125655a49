package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.inference.model.ModelFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {

  private final StringWriter output = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new TrainCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(output))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(failure.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  @Test
  void pretrain_withoutData_namesTheMissingFile(@TempDir Path empty) {
    assertThat(run("pretrain", "--data", empty.toString())).isEqualTo(1);
    assertThat(output.toString()).contains("is missing").contains("--data");
  }

  @Test
  void pretrain_twoStepsOnThePublicText_writeAModel(@TempDir Path out) {
    var data = Path.of(System.getProperty("atrium.shared", "../../shared")).resolve("data");
    assumeTrue(Files.isDirectory(data), "the public data sets are not beside the project");
    var code =
        run(
            "pretrain",
            "--data=" + data,
            "--tenants=../tenants",
            "--out=" + out,
            "--steps=2",
            "--layers=1",
            "--hidden=32",
            "--heads=2",
            "--feed-forward=32",
            "--tokens-per-step=512",
            "--questions=8");
    assertThat(code).as(output.toString()).isZero();
    assertThat(output.toString()).contains("tokens/s").contains("copied en");
    try (var model = ModelFolder.open(out)) {
      assertThat(model.config().layers()).isEqualTo(1);
    }
  }
}
