package dev.atrium.platform.cli;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.StoredFormats;
import dev.atrium.platform.inference.model.quantize.Quantizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium model quantize}: writes a model with 8-bit integers. */
@Command(
    name = "quantize",
    description = {
      "Write a model folder again with its matrices in 8-bit integers, ready to be loaded.",
      "Groups of layers may have formats of their own; 'none' leaves a group as it is."
    })
public final class QuantizeCommand implements Callable<Integer> {
  private static final String NONE = "none";
  private static final double MEGA = 1e6;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "w8a8",
      description = "int8 (weights) or w8a8 (weights and activations), for every group.")
  private String format = "w8a8";

  @Option(names = "--attention", description = "The attention layers' own: int8, w8a8 or none.")
  private Optional<String> attention = Optional.empty();

  @Option(names = "--feed-forward", description = "The feed-forward layers' own.")
  private Optional<String> feedForward = Optional.empty();

  @Option(names = "--output-layer", description = "The output layer's own.")
  private Optional<String> output = Optional.empty();

  @SuppressWarnings("NullAway.Init") // by picocli
  @Parameters(index = "0", paramLabel = "MODEL", description = "Model folder.")
  private Path model;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Parameters(index = "1", paramLabel = "OUT", description = "New folder.")
  private Path target;

  @Override
  public Integer call() throws IOException {
    var formats =
        new StoredFormats(
            format(attention.orElse(format)),
            format(feedForward.orElse(format)),
            format(output.orElse(format)));
    if (formats.equals(StoredFormats.NONE)) {
      throw AtriumException.caller("nothing_to_quantize", "Every group is to stay as it is.");
    }
    try (var folder = ModelFolder.open(model)) {
      var sizes = Quantizer.write(folder, formats, target);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %.1f MB of weights, before %.1f MB%n",
              target, sizes.after() / MEGA, sizes.before() / MEGA);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private static Optional<Precision> format(String text) {
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    var precision = Precision.of(text);
    if (precision != Precision.INT8 && precision != Precision.W8A8) {
      throw AtriumException.caller(
          "unknown_format",
          "'%s' holds no 8-bit integers; use int8, w8a8 or none.".formatted(text));
    }
    return Optional.of(precision);
  }
}
