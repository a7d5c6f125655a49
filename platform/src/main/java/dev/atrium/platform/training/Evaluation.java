package dev.atrium.platform.training;

import dev.atrium.platform.training.corpus.Corpus;
import dev.atrium.platform.training.corpus.Dialogue;
import dev.atrium.platform.training.corpus.Exercises;
import dev.atrium.platform.training.corpus.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * How well a model does on text that it never saw: loss on running text, and whether the whole
 * answer comes out word for word when decoded greedily.
 */
public final class Evaluation {

  /** Rates between 0 and 1, by language. */
  public record Rates(double english, double chinese) {
    @Override
    public String toString() {
      return "en %.1f %% zh %.1f %%".formatted(100 * english, 100 * chinese);
    }
  }

  /**
   * Results over held-out questions.
   *
   * @param copied answers equal to the right sentence to the last token
   * @param shortened answers equal to the words of the sentence that were asked for
   * @param refused unanswerable questions answered with the words for not knowing
   * @param loss per token of running text, natural logarithm
   * @param questions asked per language and kind
   */
  public record Report(Rates copied, Rates shortened, Rates refused, double loss, int questions) {
    @Override
    public String toString() {
      return "copied %s, shortened %s, refused %s, loss %.3f, %d questions each"
          .formatted(copied, shortened, refused, loss, questions);
    }
  }

  private static final long SEED = 77;
  private static final int TOGETHER = 8;

  private final ChatFormat format;
  private final Exercises exercises;
  private final List<String> prose;
  private final int questions;

  public Evaluation(Corpus corpus, ChatFormat format, int questions) {
    this.format = format;
    this.exercises = Exercises.heldOut(corpus);
    this.prose = corpus.heldOutProse();
    this.questions = questions;
  }

  public Report of(Learner learner) {
    return new Report(
        rates(learner, exercises::reading),
        rates(learner, exercises::shortening),
        rates(learner, exercises::refusing),
        loss(learner),
        questions);
  }

  private Rates rates(Learner learner, BiFunction<SplittableRandom, Language, Dialogue> draw) {
    return new Rates(
        exact(learner, Language.ENGLISH, draw), exact(learner, Language.CHINESE, draw));
  }

  /**
   * Greedy decoding gives an answer to the last token if and only if each of its tokens is the most
   * likely one after those before it, so one pass over prompt and answer decides.
   */
  private double exact(
      Learner learner, Language language, BiFunction<SplittableRandom, Language, Dialogue> draw) {
    var right = 0;
    for (var from = 0; from < questions; from += TOGETHER) {
      var examples = new ArrayList<Example>();
      for (var i = from; i < Math.min(questions, from + TOGETHER); i++) {
        examples.add(format.example(draw.apply(Curriculum.generator(SEED, i), language)));
      }
      right += right(learner, BatchStream.batch(examples));
    }
    return (double) right / questions;
  }

  private static int right(Learner learner, Batch batch) {
    var predicted = learner.predict(batch);
    var wrongRows = new HashSet<Long>();
    for (var i = 0; i < predicted.length; i++) {
      if (predicted[i] != batch.targets()[i]) {
        wrongRows.add(batch.places()[i] / batch.columns());
      }
    }
    return batch.rows() - wrongRows.size();
  }

  private double loss(Learner learner) {
    var sum = 0.0;
    var count = 0L;
    for (var i = 0; i + TOGETHER <= Math.min(prose.size(), questions); i += TOGETHER) {
      var examples =
          prose.subList(i, i + TOGETHER).stream()
              .map(text -> format.prose(text.substring(0, Math.min(text.length(), 400))))
              .toList();
      for (var loss : learner.losses(BatchStream.batch(examples))) {
        sum += loss;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
