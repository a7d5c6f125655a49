package dev.atrium.platform.cli;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.measure.TextLoss;
import dev.atrium.platform.inference.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium model perplexity}: what number formats cost a model. */
@Command(
    name = "perplexity",
    description = {
      "Measure how well a model foretells a text, in several number formats.",
      "Layers that the folder holds as 8-bit integers stay so in every format."
    })
public final class PerplexityCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Parameters(paramLabel = "MODEL", description = "Model folder.")
  private Path model;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Option(names = "--text", required = true, description = "Text file, UTF-8.")
  private Path text;

  @Option(
      names = "--formats",
      split = ",",
      defaultValue = "fp32,bf16,int8,w8a8",
      description = "Number formats; the first is compared with.")
  private List<String> formats = List.of();

  @Option(names = "--window", defaultValue = "512", description = "Tokens read together.")
  private int window = 512;

  @Option(
      names = "--tokens",
      defaultValue = "4096",
      description = "Tokens of the text at the most.")
  private int tokens = 4096;

  @Override
  public Integer call() throws IOException {
    if (window < 2 || tokens < 2) {
      throw AtriumException.caller("invalid_window", "--window and --tokens are at least 2.");
    }
    var precisions = formats.stream().map(Precision::of).toList();
    try (var folder = ModelFolder.open(model)) {
      var all = folder.encode(Files.readString(text));
      print(folder, precisions, Arrays.copyOf(all, Math.min(all.length, tokens)));
    }
    return 0;
  }

  private void print(ModelFolder folder, List<Precision> precisions, int[] ids) {
    var out = spec.commandLine().getOut();
    out.printf(
        "%6s  %10s  %12s  %12s  %10s%n", "format", "loss", "beside first", "perplexity", "MB");
    var first = Double.NaN;
    for (var precision : precisions) {
      var found = TextLoss.of(folder, precision, ids, window);
      first = Double.isNaN(first) ? found.loss() : first;
      out.printf(
          "%6s  %10.5f  %+12.5f  %12.3f  %10.1f%n",
          precision.label(),
          found.loss(),
          found.loss() - first,
          found.perplexity(),
          found.weightBytes() / MEGA);
      out.flush();
    }
  }
}
