package dev.atrium.platform.cli.evaluation;

import dev.atrium.platform.evaluation.InteractionTable;
import dev.atrium.platform.evaluation.RecommendEvaluation;
import dev.atrium.platform.evaluation.RecommendFigures;
import dev.atrium.spi.recommend.RecommenderLearner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atrium eval recommend}: how well the plugins' recommenders foretell what users take. */
@Command(
    name = "recommend",
    description =
        "Learns every recommender from a table of interactions and measures how well it foretells"
            + " each user's last item, and the last tenth of all interactions.",
    mixinStandardHelpOptions = true)
public final class RecommendCommand implements Callable<Integer> {
  @Option(
      names = "--interactions",
      required = true,
      description = "CSV with the columns user, item, rating (not used) and timestamp.")
  private Path interactions = Path.of("");

  @Option(
      names = "--items",
      description = "CSV with the column item or id; the other columns describe the item.")
  private Optional<Path> items = Optional.empty();

  @Option(names = "--json", description = "Writes the figures to this file.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private final LearningPlugins plugins = new LearningPlugins();

  @Override
  public Integer call() {
    return plugins.with(
        RecommenderLearner.class, "no_recommender_learner", "learns to recommend", this::measure);
  }

  private int measure(RecommenderLearner learner) {
    var table = InteractionTable.read(interactions, items);
    var figures = RecommendFigures.measure(new RecommendEvaluation(learner, seed), table);
    System.out.print(figures.table());
    table.broken().stream().limit(10).forEach(row -> System.out.println("left out: " + row));
    json.ifPresent(file -> Figures.write(file, figures));
    return 0;
  }
}
