package dev.atrium.platform.cli;

import dev.atrium.platform.cli.evaluation.Figures;
import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.config.SettingsLoader;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.files.FolderTree;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.measure.EngineBenchmark.Load;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.TemporaryModel;
import dev.atrium.platform.node.bench.GatewayBenchmark;
import dev.atrium.platform.node.bench.ScenarioBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      description = {
        "Tokens per second of a model, for several numbers of sequences that arrive together,",
        "beside what this machine can do at best."
      })
  int engine(
      @Option(names = "--model", description = "Model folder; without it, see --shape.")
          Optional<Path> model,
      @Option(
              names = "--shape",
              defaultValue = "qwen2.5-0.5b",
              description = "Makes a model of this shape with random weights and removes it.")
          String shape,
      @Option(names = "--prompt", defaultValue = "64", description = "Prompt tokens.") int prompt,
      @Option(names = "--generate", defaultValue = "32", description = "Tokens to generate.")
          int generate,
      @Option(names = "--sequences", split = ",", defaultValue = "1,4,8,16")
          List<Integer> sequences,
      @Option(
              names = {"--format", "--precision"},
              defaultValue = "fp32",
              description = "Number format: fp32, bf16, int8 or w8a8.")
          String format,
      @Option(names = "--json", description = "Writes the figures to this file too.")
          Optional<Path> json,
      @Option(names = "--profile", description = "Shows where the time of a step goes.")
          boolean profile)
      throws IOException {
    var precision = Precision.of(format);
    var loads = loads(sequences, prompt, generate);
    try (var folder = folder(model, shape)) {
      var bench = new EngineReport(spec.commandLine().getOut(), precision, profile);
      bench.run(folder.path(), loads);
      if (json.isPresent()) {
        bench.write(json.get());
      }
    }
    return 0;
  }

  /** Measures what the gateway costs. */
  @Command(
      name = "gateway",
      description = {
        "The same load before the gateway, with everything on and a model that says the message",
        "back, and before a bare server that parses and answers the same JSON, in one run.",
        "Open-loop latencies count from the moment at which a request was due. Then many open",
        "streams before the gateway alone: how late tokens are, what a stream holds in memory."
      },
      mixinStandardHelpOptions = true)
  int gateway(
      @Option(names = "--connections", defaultValue = "64", description = "Default: 64.")
          int connections,
      @Option(
              names = "--streams",
              defaultValue = "1000",
              description =
                  "Open at a time, of 20 tokens/s each; 0 leaves them out (default:"
                      + " ${DEFAULT-VALUE}).")
          int streams,
      @Option(
              names = "--seconds",
              defaultValue = "20",
              description = "Of each of the measurements (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(
              names = "--warm-up",
              defaultValue = "10",
              description = "Seconds before each (default: ${DEFAULT-VALUE}).")
          int warmUp,
      @Option(names = "--json", description = "Writes the figures to this file.")
          Optional<Path> json)
      throws IOException {
    var report =
        new GatewayBenchmark(
                connections, streams, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds))
            .run();
    var out = spec.commandLine().getOut();
    out.print(report.table());
    out.flush();
    json.ifPresent(file -> Figures.write(file, report));
    return 0;
  }

  /** Measures the tenants' scenarios. */
  @Command(
      name = "scenarios",
      description = {
        "Asks the scenarios of a folder of tenants their golden questions over HTTP, on a node of",
        "its own with an empty database: times of a turn, first token, and what a call costs."
      },
      mixinStandardHelpOptions = true)
  int scenarios(
      @Option(
              names = "--conversations",
              defaultValue = "8",
              description = "At once (default: ${DEFAULT-VALUE}).")
          int conversations,
      @Option(
              names = "--turns",
              defaultValue = "200",
              description = "Of each scenario (default: ${DEFAULT-VALUE}).")
          int turns,
      @Option(names = "--model", description = "Model folder; without it the shipped model.")
          Optional<Path> model,
      @Option(names = "--tenants", description = "Folder of packs; without it the shipped ones.")
          Optional<Path> tenants,
      @Option(names = "--json", description = "Writes the figures to this file.")
          Optional<Path> json)
      throws IOException {
    var folder = Files.createTempDirectory("atrium-bench");
    try {
      var flags = new EnumMap<SettingKey, String>(SettingKey.class);
      flags.put(SettingKey.PORT, "0");
      flags.put(SettingKey.DATA_DIR, folder.toString());
      model.ifPresent(one -> flags.put(SettingKey.MODEL, one.toString()));
      tenants.ifPresent(one -> flags.put(SettingKey.TENANTS, one.toString()));
      var settings = SettingsLoader.load(Atrium.installation(), flags, Optional.empty(), Map.of());
      var figures = new ScenarioBenchmark(settings, conversations, turns).run();
      var out = spec.commandLine().getOut();
      out.print(figures.table());
      out.flush();
      json.ifPresent(file -> Figures.write(file, figures));
    } finally {
      FolderTree.delete(folder);
    }
    return 0;
  }

  /** Measures many tenants' adapters in one batch. */
  @Command(
      name = "adapters",
      description = "Tokens per second with so many LoRA adapters in the same batch; 0 = none.")
  int adapters(
      @Option(names = "--model", description = "Model folder; without it, see --shape.")
          Optional<Path> model,
      @Option(
              names = "--shape",
              defaultValue = "small",
              description =
                  "Makes a model of this shape with random weights (default: ${DEFAULT-VALUE}).")
          String shape,
      @Option(names = "--adapters", split = ",", defaultValue = "0,1,8,32") List<Integer> adapters,
      @Option(names = "--rank", defaultValue = "16", description = "Rank of the adapters, to 64.")
          int rank,
      @Option(names = "--sequences", defaultValue = "16", description = "Sequences together.")
          int sequences,
      @Option(names = "--prompt", defaultValue = "64", description = "Prompt tokens.") int prompt,
      @Option(names = "--generate", defaultValue = "32", description = "Tokens to generate.")
          int generate,
      @Option(
              names = {"--format", "--precision"},
              defaultValue = "fp32",
              description = "Number format: fp32, bf16 or w8a8.")
          String format,
      @Option(names = "--json", description = "Writes the figures to this file too.")
          Optional<Path> json)
      throws IOException {
    if (rank < 1 || rank > 64 || adapters.stream().anyMatch(count -> count < 0)) {
      throw AtriumException.caller(
          "invalid_benchmark", "--rank is between 1 and 64, --adapters at least 0.");
    }
    var load = loads(List.of(sequences), prompt, generate).getFirst();
    var settings =
        EngineSettings.DEFAULT.withSequences(sequences).withPrecision(Precision.of(format));
    try (var folder = folder(model, shape)) {
      report(json).adapters(folder.path(), settings, load, adapters, rank);
    }
    return 0;
  }

  /** Measures how tenants share the device. */
  @Command(
      name = "fairness",
      description = {
        "Service of tenants that always have requests waiting, the first token of a tenant that",
        "asks now and then beside them, and the rate of the same requests if one tenant asked",
        "them all, in the order of their arrival."
      })
  int fairness(
      @Option(names = "--model", description = "Model folder; without it, see --shape.")
          Optional<Path> model,
      @Option(
              names = "--shape",
              defaultValue = "tiny",
              description =
                  "Makes a model of this shape with random weights (default: ${DEFAULT-VALUE}).")
          String shape,
      @Option(names = "--tenants", split = ",", defaultValue = "2,20") List<Integer> tenants,
      @Option(
              names = "--requests",
              defaultValue = "600",
              description = "Requests of all tenants together (default: ${DEFAULT-VALUE}).")
          int requests,
      @Option(names = "--json", description = "Writes the figures to this file too.")
          Optional<Path> json)
      throws IOException {
    if (requests < 1 || tenants.stream().anyMatch(count -> count < 1)) {
      throw AtriumException.caller("invalid_benchmark", "--tenants and --requests are at least 1.");
    }
    try (var folder = folder(model, shape)) {
      report(json).fairness(folder.path(), tenants, requests);
    }
    return 0;
  }

  /** Measures what the cache of prompts saves. */
  @Command(
      name = "prefix",
      description = {
        "A day of conversations of 20 tenants: share of prompt tokens found in the cache, and the",
        "time to the first token at the third turn."
      })
  int prefix(
      @Option(names = "--model", description = "Model folder; without it, see --shape.")
          Optional<Path> model,
      @Option(
              names = "--shape",
              defaultValue = "small",
              description =
                  "Makes a model of this shape with random weights (default: ${DEFAULT-VALUE}).")
          String shape,
      @Option(
              names = "--conversations",
              defaultValue = "100",
              description = "Of five turns each (default: ${DEFAULT-VALUE}).")
          int conversations,
      @Option(names = "--json", description = "Writes the figures to this file too.")
          Optional<Path> json)
      throws IOException {
    if (conversations < 1) {
      throw AtriumException.caller("invalid_benchmark", "--conversations is at least 1.");
    }
    try (var folder = folder(model, shape)) {
      report(json).prefix(folder.path(), EngineSettings.DEFAULT, conversations);
    }
    return 0;
  }

  private SharingReport report(Optional<Path> json) {
    return new SharingReport(spec.commandLine().getOut(), json);
  }

  private static TemporaryModel folder(Optional<Path> model, String shape) throws IOException {
    return model.isPresent()
        ? TemporaryModel.existing(model.get())
        : TemporaryModel.make(ModelShape.of(shape));
  }

  private static List<Load> loads(List<Integer> sequences, int prompt, int generate) {
    if (prompt < 1 || generate < 2 || sequences.stream().anyMatch(count -> count < 1)) {
      throw AtriumException.caller(
          "invalid_benchmark",
          "--prompt and --sequences are at least 1, --generate is at least 2.");
    }
    var loads = new ArrayList<Load>();
    sequences.forEach(count -> loads.add(new Load(count, prompt, generate)));
    return loads;
  }
}
