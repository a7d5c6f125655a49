package dev.atrium.platform.cli;

import dev.atrium.platform.inference.torch.TorchLearner;
import dev.atrium.platform.training.Pretraining;
import dev.atrium.platform.training.Recipe;
import dev.atrium.platform.training.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atrium train}: makes models. */
@Command(
    name = "train",
    description = "Trains models.",
    subcommands = TrainCommand.Pretrain.class,
    mixinStandardHelpOptions = true)
final class TrainCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec specification;

  @Override
  public void run() {
    specification.commandLine().usage(specification.commandLine().getOut());
  }

  /** {@code atrium train pretrain}: the shipped model from nothing. */
  @Command(
      name = "pretrain",
      description =
          "Trains a small decoder from scratch and writes it as a Hugging Face folder. Without"
              + " options it follows the recipe of the shipped model.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Pretrain implements Callable<Integer> {

    private static final Recipe SHIPPED = Recipe.shipped();

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the public data sets.")
    private Path data = Path.of("../shared/data");

    @Option(names = "--tenants", paramLabel = "DIR", description = "Folder of the tenants.")
    private Path tenants = Path.of("tenants");

    @Option(
        names = "--tenant",
        split = ",",
        paramLabel = "ID",
        description = "Tenants whose knowledge is read (default: those of the shipped model).")
    private List<String> readTenants = List.of("harbor-bank", "yunlan-shop");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the model is written.")
    private Path out = Path.of("target/atrium-mini");

    @Option(names = "--resume", description = "Go on from the last checkpoint under --out.")
    private boolean resume;

    @Option(names = "--steps", description = "Length of the run in steps.")
    private int steps = SHIPPED.schedule().steps();

    @Option(
        names = "--minutes",
        description = "Length of the run in minutes, instead of --steps.",
        defaultValue = Option.NULL_VALUE)
    private Optional<Double> minutes = Optional.empty();

    @Option(names = "--seed", description = "Seed of weights and exercises.")
    private long seed = SHIPPED.seed();

    @Option(names = "--layers", description = "Number of layers.")
    private int layers = SHIPPED.shape().layers();

    @Option(names = "--hidden", description = "Width of the residual stream.")
    private int hidden = SHIPPED.shape().hidden();

    @Option(names = "--heads", description = "Number of attention heads.")
    private int heads = SHIPPED.shape().heads();

    @Option(names = "--feed-forward", description = "Width inside the gated layers.")
    private int feedForward = SHIPPED.shape().feedForward();

    @Option(names = "--vocabulary", description = "Number of tokens.")
    private int vocabulary = SHIPPED.vocabulary();

    @Option(names = "--tokens-per-step", description = "Size of a batch.")
    private int tokensPerStep = SHIPPED.reading().tokensPerStep();

    @Option(names = "--save-seconds", description = "Time between two checkpoints.")
    private int saveSeconds = 300;

    @Option(names = "--questions", description = "Held-out questions per language at the end.")
    private int questions = 400;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec specification;

    @Override
    public Integer call() throws IOException {
      var plan =
          new Pretraining.Plan(
              out,
              resume,
              minutes.map(count -> Duration.ofMillis(Math.round(count * 60_000))),
              Duration.ofSeconds(saveSeconds),
              questions);
      var corpus = Corpus.read(data, readTenants.stream().map(tenants::resolve).toList());
      new Pretraining(recipe(), plan, corpus, TorchLearner::new, this::say).run();
      return 0;
    }

    private Recipe recipe() {
      return SHIPPED
          .withSeed(seed)
          .withVocabulary(vocabulary)
          .withShape(SHIPPED.shape().resized(layers, hidden, heads, feedForward))
          .withSteps(steps)
          .withTokensPerStep(tokensPerStep);
    }

    private void say(String line) {
      var terminal = specification.commandLine().getOut();
      if (line.startsWith("\r")) {
        terminal.print(line);
      } else {
        terminal.println((line.isEmpty() ? "" : "\n") + line);
      }
      terminal.flush();
    }
  }
}
