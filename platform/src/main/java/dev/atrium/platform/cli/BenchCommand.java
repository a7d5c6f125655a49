package dev.atrium.platform.cli;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.torch.TorchModels;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atrium bench}: measures parts of the platform. */
@Command(name = "bench", description = "Measure.")
public final class BenchCommand {

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  /** Measures an engine with a model and sequences of random tokens. */
  @Command(
      name = "engine",
      description = "Tokens per second of a model, for several numbers of sequences together.")
  int engine(
      @Option(names = "--model", required = true, description = "Model folder.") Path model,
      @Option(names = "--prompt", defaultValue = "64", description = "Prompt tokens.") int prompt,
      @Option(names = "--generate", defaultValue = "64", description = "Tokens to generate.")
          int generate,
      @Option(names = "--sequences", split = ",", defaultValue = "1,16") List<Integer> sequences,
      @Option(
              names = "--precision",
              defaultValue = "FLOAT32",
              description = "Number format: ${COMPLETION-CANDIDATES}.")
          Precision precision) {
    var out = spec.commandLine().getOut();
    var most = sequences.stream().mapToInt(Integer::intValue).max().orElse(1);
    var settings = EngineSettings.DEFAULT.withSequences(most).withPrecision(precision);
    try (var replica = TorchModels.load(model, settings)) {
      out.printf("model %s, %s, %s%n", replica.info().name(), precision, hardware());
      out.printf(
          "%9s  %17s  %17s  %14s%n",
          "sequences", "prefill tokens/s", "decode tokens/s", "first token ms");
      measure(replica, most, prompt, generate);
      for (var count : sequences) {
        var result = measure(replica, count, prompt, generate);
        out.printf(
            "%9d  %17.1f  %17.1f  %14.1f%n",
            count,
            result.prefillTokensPerSecond(),
            result.decodeTokensPerSecond(),
            result.firstTokenMillis());
        out.flush();
      }
    }
    return 0;
  }

  private static EngineBenchmark.Result measure(
      ModelReplica replica, int sequences, int prompt, int generate) {
    return new EngineBenchmark(replica, sequences, prompt, generate).run();
  }

  private static String hardware() {
    return "%d processors, %s"
        .formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
  }
}
