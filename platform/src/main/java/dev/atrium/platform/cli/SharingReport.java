package dev.atrium.platform.cli;

import dev.atrium.platform.cli.evaluation.Figures;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.measure.EngineBenchmark;
import dev.atrium.platform.inference.measure.EngineBenchmark.Load;
import dev.atrium.platform.inference.measure.FairnessBenchmark;
import dev.atrium.platform.inference.measure.PrefixBenchmark;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.SampleAdapter;
import dev.atrium.platform.inference.torch.TorchModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures what tenants share: adapters in a batch, the device, the cache of prompts. */
final class SharingReport {
  private final PrintWriter out;
  private final Optional<Path> json;

  /** A row of {@code bench adapters}. */
  record AdapterRow(int adapters, double decodeTokensPerSecond, double firstTokenMillis) {}

  private record Content<T>(List<T> rows) {}

  SharingReport(PrintWriter out, Optional<Path> json) {
    this.out = out;
    this.json = json;
  }

  void adapters(Path model, EngineSettings settings, Load load, List<Integer> counts, int rank)
      throws IOException {
    out.printf("%9s  %16s  %14s%n", "adapters", "decode tokens/s", "first token ms");
    var rows = new ArrayList<AdapterRow>();
    var most = counts.stream().mapToInt(count -> count).max().orElse(0);
    var weights = weights(model, most, rank);
    try (var bench = EngineBenchmark.load(model, settings)) {
      for (var count : counts) {
        bench.useAdapters(weights.subList(0, count));
        bench.warmUp(load);
        var row = bench.measure(load);
        rows.add(new AdapterRow(count, row.decodeTokensPerSecond(), row.firstTokenMillis()));
        out.printf(
            "%9d  %16.1f  %14.1f%n", count, row.decodeTokensPerSecond(), row.firstTokenMillis());
        out.flush();
      }
    }
    write(rows);
  }

  private static List<AdapterWeights> weights(Path model, int count, int rank) throws IOException {
    var folder = Files.createTempDirectory("atrium-adapter");
    var weights = new ArrayList<AdapterWeights>();
    try {
      for (var i = 0; i < count; i++) {
        SampleAdapter.write(ModelFolder.configOf(model), rank, i, folder);
        weights.add(TorchModels.adapter(folder, model));
      }
      return weights;
    } finally {
      Files.deleteIfExists(folder.resolve("adapter_config.json"));
      Files.deleteIfExists(folder.resolve("adapter_model.safetensors"));
      Files.deleteIfExists(folder);
    }
  }

  void fairness(Path model, List<Integer> tenants, int requests) throws IOException {
    out.printf(
        "%7s  %9s  %11s  %13s  %12s  %6s  %7s  %21s  %14s%n",
        "tenants",
        "tokens/s",
        "as one, t/s",
        "least service",
        "most service",
        "ratio",
        "step ms",
        "light, first token ms",
        "the same alone");
    var rows = new ArrayList<FairnessBenchmark.Row>();
    for (var count : tenants) {
      try (var bench = FairnessBenchmark.load(model)) {
        var row = bench.measure(count, requests);
        rows.add(row);
        out.printf(
            "%7d  %9.1f  %11.1f  %13.0f  %12.0f  %6.2f  %7.1f  %21.1f  %14.1f%n",
            row.tenants(),
            row.tokensPerSecond(),
            row.unsharedTokensPerSecond(),
            row.leastService(),
            row.mostService(),
            row.ratio(),
            row.stepMillis(),
            row.lightFirstTokenMillis(),
            row.lightAloneFirstTokenMillis());
        out.flush();
      }
    }
    write(rows);
  }

  void prefix(Path model, EngineSettings settings, int conversations) throws IOException {
    try (var bench = PrefixBenchmark.load(model, settings)) {
      var row = bench.measure(conversations);
      out.printf(
          "%d tenants, %d requests: %.1f %% of the prompt tokens came from the cache%n",
          row.tenants(), row.requests(), 100 * row.hitShare());
      out.printf(
          "first token at turn 3: %.1f ms; the same prompts without the cache: %.1f ms (%.1f x)%n",
          row.firstTokenMillisAtTurn3(),
          row.coldFirstTokenMillisAtTurn3(),
          row.coldFirstTokenMillisAtTurn3() / row.firstTokenMillisAtTurn3());
      write(List.of(row));
    }
  }

  private <T> void write(List<T> rows) {
    json.ifPresent(file -> Figures.write(file, new Content<>(rows)));
  }
}
