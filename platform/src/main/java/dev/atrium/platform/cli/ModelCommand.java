package dev.atrium.platform.cli;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.golden.ModelCheck;
import dev.atrium.platform.inference.golden.ModelCheck.Outcome;
import dev.atrium.platform.inference.golden.ModelCheck.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium model}: what can be done with model folders. */
@Command(
    name = "model",
    description = "Examine and convert models.",
    subcommands = {QuantizeCommand.class, PerplexityCommand.class})
public final class ModelCommand {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int NOT_YET = 2;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  /** Compares models with files of expected results. */
  @Command(
      name = "check",
      description = {
        "Compare models with expected results and print the largest differences.",
        "Exits with 0 if all are within tolerance, 1 if one is not, 2 if a file expects what is"
            + " not built yet."
      })
  int check(
      @Option(
              names = {"--format", "--precision"},
              defaultValue = "fp32",
              description = "Number format: fp32, bf16, int8 or w8a8.")
          String format,
      @Parameters(arity = "1..*", paramLabel = "EXPECTED.json", description = "Expected results.")
          List<Path> files) {
    var check =
        new ModelCheck(EngineSettings.DEFAULT.withSequences(4).withPrecision(Precision.of(format)));
    var worst = PASSED;
    for (var file : files) {
      worst = worse(worst, check(check, file));
    }
    return worst;
  }

  private int check(ModelCheck check, Path file) {
    var out = spec.commandLine().getOut();
    try {
      var report = check.check(file);
      print(out, report);
      return switch (report.outcome()) {
        case PASSED -> PASSED;
        case FAILED -> FAILED;
        case NOT_YET -> NOT_YET;
      };
    } catch (AtriumException e) {
      out.printf("%s%n  FAILED  %s%n", file, e.getMessage());
      return FAILED;
    } finally {
      out.flush();
    }
  }

  private static void print(PrintWriter out, Report report) {
    out.printf("%s (model %s)%n", report.file(), report.model());
    if (report.outcome() == Outcome.NOT_YET) {
      out.println("  not yet");
      return;
    }
    for (var finding : report.findings()) {
      out.printf(
          "  %-6s  %-20s  %-42s  %10s of %s%n",
          finding.passes() ? "ok" : "FAILED",
          finding.subject(),
          finding.quantity(),
          number(finding.difference()),
          number(finding.allowed()));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : "%.2e".formatted(value);
  }

  /** A failure weighs more than what is not built yet, that more than a success. */
  private static int worse(int one, int other) {
    if (one == FAILED || other == FAILED) {
      return FAILED;
    }
    return Math.max(one, other);
  }
}
