package dev.atrium.platform.cli.evaluation;

import dev.atrium.platform.evaluation.IntentEvaluation;
import dev.atrium.platform.evaluation.LabelledTexts;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.spi.intent.IntentLearner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atrium eval intent}: how well the plugins' classifier tells intents apart. */
@Command(
    name = "intent",
    description =
        "Learns intents from a table of examples, with the classifier that customer service uses,"
            + " and measures it on another table, or by five-fold cross-validation without one.",
    mixinStandardHelpOptions = true)
public final class IntentCommand implements Callable<Integer> {
  @Option(
      names = "--train",
      required = true,
      description = "Examples: CSV with the columns text and label; label oos = out of scope.")
  private Path train = Path.of("");

  @Option(names = "--test", description = "Texts to measure on, in the same form.")
  private Optional<Path> test = Optional.empty();

  @Option(names = "--json", description = "Writes the figures to this file.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--plugins",
      defaultValue = "${sys:atrium.root:-.}/plugins",
      description = "Folder of plugins (default: the shipped ones).")
  private Path plugins = Path.of("");

  @Override
  public Integer call() {
    try (var catalog = PluginCatalog.load(plugins)) {
      var evaluation = new IntentEvaluation(learner(catalog), seed);
      var examples = LabelledTexts.read(train);
      var figures =
          test.map(file -> evaluation.onTest(examples, LabelledTexts.read(file)))
              .orElseGet(() -> evaluation.crossValidated(examples));
      System.out.print(figures.table());
      json.ifPresent(file -> Figures.write(file, figures));
      return 0;
    }
  }

  private IntentLearner learner(PluginCatalog catalog) {
    return catalog.extensions(IntentLearner.class).stream()
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "no_intent_learner",
                    "No plugin in " + plugins + " learns intents: " + catalog.reports()));
  }
}
