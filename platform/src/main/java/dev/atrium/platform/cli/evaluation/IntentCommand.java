package dev.atrium.platform.cli.evaluation;

import dev.atrium.platform.evaluation.IntentEvaluation;
import dev.atrium.platform.evaluation.LabelledTexts;
import dev.atrium.spi.intent.IntentLearner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final LearningPlugins plugins = new LearningPlugins();

  @Override
  public Integer call() {
    return plugins.with(IntentLearner.class, "no_intent_learner", "learns intents", this::measure);
  }

  private int measure(IntentLearner learner) {
    var evaluation = new IntentEvaluation(learner, seed);
    var examples = LabelledTexts.read(train);
    var figures =
        test.map(file -> evaluation.onTest(examples, LabelledTexts.read(file)))
            .orElseGet(() -> evaluation.crossValidated(examples));
    System.out.print(figures.table());
    json.ifPresent(file -> Figures.write(file, figures));
    return 0;
  }
}
