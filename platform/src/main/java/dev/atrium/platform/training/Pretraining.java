package dev.atrium.platform.training;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.training.Learner.Part;
import dev.atrium.platform.training.corpus.Corpus;
import dev.atrium.platform.training.corpus.Dialogue;
import dev.atrium.platform.training.corpus.Exercises;
import dev.atrium.platform.training.tokens.BytePairTokenizer;
import dev.atrium.platform.training.tokens.BytePairTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a decoder from scratch and writes it as a Hugging Face folder.
 *
 * <p>The output folder holds the model; beside it, in {@code checkpoint/}, lies what {@code resume}
 * needs.
 */
public final class Pretraining {

  /** Makes a learner; empty moments mean a fresh start. */
  public interface LearnerFactory {
    Learner make(Recipe recipe, List<float[]> weights, List<List<float[]>> moments);
  }

  /**
   * Where and for how long.
   *
   * @param budget when set, ends the run after this time instead of after the recipe's steps
   * @param saveEvery time between two checkpoints
   * @param evaluated held-out questions per language and kind in the last evaluation
   */
  public record Plan(
      Path out, boolean resume, Optional<Duration> budget, Duration saveEvery, int evaluated) {}

  private static final int TOKENIZER_DIALOGUES = 6000;
  private static final int DIALOGUE_WEIGHT = 5;
  private static final int CHARACTER_WEIGHT = 400;
  private static final int QUICK_QUESTIONS = 32;
  private static final String CHECKPOINTS = "checkpoint";

  private final Recipe asked;
  private final Plan plan;
  private final Corpus corpus;
  private final LearnerFactory factory;
  private final Consumer<String> say;

  /**
   * @param say takes lines for the person who watches; a line that begins with a carriage return
   *     replaces the last one
   */
  public Pretraining(
      Recipe recipe, Plan plan, Corpus corpus, LearnerFactory factory, Consumer<String> say) {
    this.asked = recipe;
    this.plan = plan;
    this.corpus = corpus;
    this.factory = factory;
    this.say = say;
  }

  /** Trains, evaluates, writes the model. */
  public Evaluation.Report run() throws IOException {
    Files.createDirectories(plan.out().resolve(CHECKPOINTS));
    var tokenizer = tokenizer(asked, corpus);
    var recipe = asked.withVocabulary(tokenizer.size());
    var start = start(recipe, tokenizer);
    say.accept(
        "%,d weights, %d tokens in the vocabulary, from step %d"
            .formatted(
                new Layout(recipe.shape(), recipe.vocabulary()).parameters(),
                tokenizer.size(),
                start.step()));
    try (var learner = learner(recipe, start)) {
      var run = new Run(recipe, learner, tokenizer, start);
      run.train();
      run.save();
      say.accept("evaluating on text that was never trained on");
      var report = run.evaluate(plan.evaluated());
      say.accept(report.toString());
      return report;
    }
  }

  private Path lastCheckpoint() {
    return plan.out().resolve(CHECKPOINTS).resolve("last.bin");
  }

  /** One run between its start and its end. */
  private final class Run {
    private final Recipe recipe;
    private final Learner learner;
    private final ChatFormat format;
    private final ModelWriter writer;
    private final BatchStream stream;
    private final Watch watch;

    Run(Recipe recipe, Learner learner, BytePairTokenizer tokenizer, Checkpoint start) {
      this.recipe = recipe;
      this.learner = learner;
      this.format = new ChatFormat(tokenizer);
      this.writer = new ModelWriter(recipe, tokenizer);
      this.stream =
          new BatchStream(recipe, new Curriculum(recipe, corpus, format), start.position());
      this.watch = new Watch(start.step(), start.tokens(), start.millis());
    }

    void train() throws IOException {
      while (progress() < 1) {
        step();
        if (watch.due(plan.saveEvery())) {
          save();
          say.accept("step " + watch.step() + ": " + evaluate(QUICK_QUESTIONS));
        }
      }
    }

    private double progress() {
      return watch.progress(recipe, plan.budget());
    }

    private void step() {
      var batch = stream.next();
      var next = watch.step() + 1;
      var rate = plan.budget().isPresent() ? recipe.rate(next, progress()) : recipe.rate(next);
      var outcome = learner.step(batch, rate, next);
      if (!Double.isFinite(outcome.loss())) {
        throw AtriumException.outside(
            "training_diverged",
            "The loss is no number any more at step "
                + next
                + "; resume from the checkpoint with a lower rate.");
      }
      watch.count(outcome.loss(), batch.tokens().length);
      say.accept("\r" + watch.line(recipe, plan.budget(), rate));
    }

    void save() throws IOException {
      var parts =
          List.of(
              learner.read(Part.WEIGHTS),
              learner.read(Part.FIRST_MOMENTS),
              learner.read(Part.SECOND_MOMENTS));
      new Checkpoint(recipe, watch.step(), stream.position(), watch.tokens(), watch.millis(), parts)
          .write(lastCheckpoint());
      writer.write(plan.out(), parts.getFirst());
    }

    Evaluation.Report evaluate(int questions) {
      return new Evaluation(corpus, format, questions).of(learner);
    }
  }

  private Checkpoint start(Recipe recipe, BytePairTokenizer tokenizer) throws IOException {
    if (plan.resume()) {
      if (!Files.isRegularFile(lastCheckpoint())) {
        throw AtriumException.caller(
            "no_checkpoint", "There is no checkpoint " + lastCheckpoint() + " to resume from.");
      }
      var last = Checkpoint.read(lastCheckpoint());
      if (!last.recipe().withSteps(recipe.schedule().steps()).equals(recipe)) {
        throw AtriumException.caller(
            "other_recipe",
            "%s was written with another recipe: %s instead of %s."
                .formatted(lastCheckpoint(), last.recipe(), recipe));
      }
      return last;
    }
    var weights =
        new Layout(recipe.shape(), recipe.vocabulary())
            .start(recipe.seed(), VocabularyHints.of(tokenizer));
    return new Checkpoint(recipe, 0, new BatchStream.Position(0, 0), 0, 0, List.of(weights));
  }

  private Learner learner(Recipe recipe, Checkpoint start) {
    var parts = start.parts();
    return factory.make(recipe, parts.getFirst(), parts.subList(1, parts.size()));
  }

  /** The tokenizer of a recipe: the same text and size give the same one. */
  static BytePairTokenizer tokenizer(Recipe recipe, Corpus corpus) {
    var trainer = new BytePairTrainer();
    corpus.prose().forEach(text -> trainer.read(text, 1));
    corpus.characters().forEach(character -> trainer.read(character, CHARACTER_WEIGHT));
    var exercises = Exercises.training(corpus);
    for (var i = 0; i < TOKENIZER_DIALOGUES; i++) {
      exercises.draw(Curriculum.generator(recipe.seed() + 1, i), 1).turns().stream()
          .map(Dialogue.Turn::text)
          .forEach(text -> trainer.read(text, DIALOGUE_WEIGHT));
    }
    return trainer.train(recipe.vocabulary(), ChatFormat.SPECIAL);
  }
}
