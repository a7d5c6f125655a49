package dev.atrium.platform.cli;

import dev.atrium.platform.cli.evaluation.Figures;
import dev.atrium.platform.cli.evaluation.IntentCommand;
import dev.atrium.platform.cli.evaluation.RecommendCommand;
import dev.atrium.platform.cli.evaluation.RetrievalCommand;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.safety.LexiconReader;
import dev.atrium.platform.safety.evaluation.FilterEvaluation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atrium eval}: measures parts of the platform on data that the user gives. */
@Command(
    name = "eval",
    description = "Measures parts of Atrium on your data.",
    subcommands = {
      EvalCommand.Filter.class,
      SqlCommand.class,
      IntentCommand.class,
      RetrievalCommand.class,
      RecommendCommand.class
    },
    mixinStandardHelpOptions = true)
public final class EvalCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say what to measure, for example: filter");
    }
  }

  /**
   * {@code atrium eval filter}: recall, precision, false alarms and speed of the content filter.
   */
  @Command(
      name = "filter",
      description =
          "Plants disguised entries of a lexicon in ordinary sentences and counts what the content"
              + " filter finds; counts its false alarms on the ordinary text; measures its speed.",
      mixinStandardHelpOptions = true)
  static final class Filter implements Callable<Integer> {
    private static final Duration SPEED_TEST = Duration.ofSeconds(4);

    @Option(
        names = "--lexicon",
        required = true,
        description =
            "Entries: one per line, .csv (text,category,action) or .yaml; .gz; or a folder.")
    private Path lexicon = Path.of("");

    @Option(
        names = "--text",
        required = true,
        description = "Ordinary text in UTF-8, .gz allowed, or a folder of such files.")
    private Path text = Path.of("");

    @Option(names = "--json", description = "Writes the figures to this file.")
    private Optional<Path> json = Optional.empty();

    @Option(
        names = "--cases-file",
        description = "Writes the test set to this file, tab-separated.")
    private Optional<Path> casesFile = Optional.empty();

    @Option(
        names = "--cases",
        defaultValue = "2000",
        description = "Disguises of each kind (default: ${DEFAULT-VALUE}).")
    private int cases;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
      var words = LexiconReader.read(lexicon);
      var ordinary = read(text);
      try (var writer = casesWriter()) {
        var evaluation =
            new FilterEvaluation(
                words,
                new FilterEvaluation.Options(cases, seed, SPEED_TEST),
                planted -> write(writer, planted));
        var report = evaluation.run(ordinary);
        System.out.print(report.table());
        json.ifPresent(file -> Figures.write(file, report));
      }
      return 0;
    }

    private Writer casesWriter() throws IOException {
      return casesFile.isPresent()
          ? new BufferedWriter(Files.newBufferedWriter(casesFile.get(), StandardCharsets.UTF_8))
          : Writer.nullWriter();
    }

    private static void write(Writer writer, FilterEvaluation.Case planted) {
      try {
        writer.write(
            String.join(
                    "\t",
                    planted.kind().name(),
                    planted.entry().text(),
                    Integer.toString(planted.start()),
                    Integer.toString(planted.end()),
                    planted.text().replace('\t', ' '))
                + "\n");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static String read(Path path) {
      try {
        if (Files.isDirectory(path)) {
          try (var files = Files.walk(path)) {
            var all = new StringBuilder();
            files
                .filter(Files::isRegularFile)
                .sorted()
                .forEach(file -> all.append(read(file)).append('\n'));
            return all.toString();
          }
        }
        try (InputStream stream = Files.newInputStream(path)) {
          var bytes =
              path.toString().endsWith(".gz")
                  ? new GZIPInputStream(stream).readAllBytes()
                  : stream.readAllBytes();
          return new String(bytes, StandardCharsets.UTF_8);
        }
      } catch (IOException failure) {
        throw AtriumException.outside(
            "text_unreadable", "The text " + path + " can't be read: " + failure, failure);
      }
    }
  }
}
