package dev.atrium.platform.cli;

import dev.atrium.platform.cli.evaluation.Figures;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.measure.EngineBenchmark;
import dev.atrium.platform.inference.measure.EngineBenchmark.Load;
import dev.atrium.platform.inference.measure.EngineBenchmark.Row;
import dev.atrium.platform.inference.measure.EngineLimits;
import dev.atrium.platform.inference.measure.MachineLimits;
import dev.atrium.platform.inference.measure.StepProfile;
import dev.atrium.platform.inference.model.ModelFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures an engine and prints the figures, row by row, and keeps them for a file. */
final class EngineReport {
  private static final double GIGA = 1e9;

  /** The file's content. */
  record Content(String format, List<RowContent> rows, LimitContent limits) {}

  /** A row of the file. */
  record RowContent(
      int sequences,
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      double stepMillis,
      double firstTokenMillis) {}

  /** What the machine can do, and at which rates it could run each row. */
  record LimitContent(MachineLimits machine, List<RowLimit> rows) {}

  /** The rates if nothing but matrix products took time. */
  record RowLimit(int sequences, double prefillTokensPerSecond, double decodeTokensPerSecond) {}

  private final PrintWriter out;
  private final Precision precision;
  private final boolean profile;
  private final List<RowContent> rows = new ArrayList<>();
  private final List<RowLimit> rowLimits = new ArrayList<>();
  private final Map<Load, Double> javaMillis = new HashMap<>();
  private MachineLimits machine = MachineLimits.NONE;

  EngineReport(PrintWriter out, Precision precision, boolean profile) {
    this.out = out;
    this.precision = precision;
    this.profile = profile;
  }

  /** Measures and prints. */
  void run(Path model, List<Load> loads) {
    machine = MachineLimits.measure();
    var most = loads.stream().mapToInt(Load::sequences).max().orElse(1);
    var settings = EngineSettings.DEFAULT.withSequences(most).withPrecision(precision);
    var limits = limits(model);
    printHead(model);
    try (var bench = EngineBenchmark.load(model, settings)) {
      for (var load : loads) {
        bench.warmUp(load);
        var row = bench.measure(load);
        keep(row, load, limits);
        javaMillis.put(load, row.stepMillis() * (1 - row.nativeShare()));
        print(row, rowLimits.getLast());
      }
    }
    if (profile) {
      printProfile(model, settings, loads);
    }
  }

  private EngineLimits limits(Path model) {
    try (var folder = ModelFolder.open(model)) {
      return EngineLimits.of(machine, precision, folder.config());
    }
  }

  private void keep(Row row, Load load, EngineLimits limits) {
    rows.add(
        new RowContent(
            row.sequences(),
            row.prefillTokensPerSecond(),
            row.decodeTokensPerSecond(),
            row.stepMillis(),
            row.firstTokenMillis()));
    rowLimits.add(
        new RowLimit(
            row.sequences(),
            limits.prefillTokensPerSecond(load.sequences(), load.prompt()),
            limits.decodeTokensPerSecond(load.sequences())));
  }

  private void printHead(Path model) {
    out.printf(
        "model %s, %s, %d processors, %s%n",
        model.getFileName(),
        precision.label(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch"));
    out.printf(
        "this machine: reads %.1f GB/s; multiplies %.0f (fp32), %.0f (bf16), %.0f (int8) G"
            + " operations/s%n",
        machine.memoryBytesPerSecond() / GIGA,
        machine.fp32OperationsPerSecond() / GIGA,
        machine.bf16OperationsPerSecond() / GIGA,
        machine.int8OperationsPerSecond() / GIGA);
    out.printf(
        "%9s  %16s %8s  %16s %8s  %9s  %14s  %7s%n",
        "sequences",
        "prefill tokens/s",
        "limit",
        "decode tokens/s",
        "limit",
        "step ms",
        "first token ms",
        "Java %");
    out.flush();
  }

  private void print(Row row, RowLimit limit) {
    out.printf(
        "%9d  %16.1f %8.0f  %16.1f %8.0f  %9.2f  %14.1f  %7.2f%n",
        row.sequences(),
        row.prefillTokensPerSecond(),
        limit.prefillTokensPerSecond(),
        row.decodeTokensPerSecond(),
        limit.decodeTokensPerSecond(),
        row.stepMillis(),
        row.firstTokenMillis(),
        100 * (1 - row.nativeShare()));
    out.flush();
  }

  private void printProfile(Path model, EngineSettings settings, List<Load> loads) {
    out.printf(
        "%n%-22s  %9s  %9s  %9s  %11s  %9s%n",
        "ms of a step", "linear", "attention", "rest", "native call", "Java");
    try (var profiler = StepProfile.load(model, settings)) {
      for (var load : loads) {
        var what = "%d decoding after %d".formatted(load.sequences(), load.prompt());
        print(what, profiler.decode(load), "%9.2f".formatted(javaMillis.get(load)));
      }
      var load = loads.getLast();
      print("a prompt of %d".formatted(load.prompt()), profiler.prefill(load), "");
    }
  }

  private void print(String what, StepProfile.Parts parts, String java) {
    out.printf(
        "%-22s  %9.2f  %9.2f  %9.2f  %11.2f  %9s%n",
        what, parts.linear(), parts.attention(), parts.rest(), parts.all(), java);
    out.flush();
  }

  /** Writes the figures. */
  void write(Path file) {
    Figures.write(file, new Content(precision.label(), rows, new LimitContent(machine, rowLimits)));
  }
}
