package dev.atrium.platform.evaluation;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Measures a way of learning intents. */
public final class IntentEvaluation {
  private static final int FOLDS = 5;

  private final IntentLearner learner;
  private final long seed;

  public IntentEvaluation(IntentLearner learner, long seed) {
    this.learner = learner;
    this.seed = seed;
  }

  /** Learns from one set and measures on the other. */
  public IntentFigures onTest(List<LabelledText> train, List<LabelledText> test) {
    return IntentFigures.of(judge(checked(train), test));
  }

  /** Cuts a set in five and measures on each fifth what was learnt from the others. */
  public IntentFigures crossValidated(List<LabelledText> all) {
    var fold = folds(checked(all));
    var judged = new ArrayList<IntentFigures.Judged>();
    for (var held = 0; held < FOLDS; held++) {
      judged.addAll(judge(part(all, fold, held, false), part(all, fold, held, true)));
    }
    return IntentFigures.of(judged);
  }

  private List<IntentFigures.Judged> judge(List<LabelledText> train, List<LabelledText> test) {
    var begin = System.nanoTime();
    var model = learner.learn(train, seed);
    var seconds = (System.nanoTime() - begin) / 1e9;
    return test.stream()
        .map(
            text ->
                new IntentFigures.Judged(
                    text.label(), model.classify(text.text()), seconds / test.size()))
        .toList();
  }

  private static List<LabelledText> checked(List<LabelledText> train) {
    var labels = new HashSet<String>();
    train.forEach(text -> labels.add(text.label()));
    labels.remove(IntentLearner.OUT_OF_SCOPE);
    if (labels.size() < 2) {
      throw AtriumException.caller(
          "too_few_labels", "The examples to learn from must have two labels or more.");
    }
    return train;
  }

  private static List<LabelledText> part(
      List<LabelledText> all, int[] fold, int held, boolean inside) {
    return IntStream.range(0, all.size())
        .filter(at -> fold[at] == held == inside)
        .mapToObj(all::get)
        .toList();
  }

  /** Each text's fold: by chance, each label's texts in all folds alike. */
  private int[] folds(List<LabelledText> all) {
    var random = new SplittableRandom(seed);
    var chance = IntStream.range(0, all.size()).map(at -> random.nextInt()).toArray();
    var order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer at) -> all.get(at).label())
                    .thenComparing(at -> chance[at])
                    .thenComparing(at -> at))
            .toList();
    var fold = new int[all.size()];
    for (var rank = 0; rank < fold.length; rank++) {
      fold[order.get(rank)] = rank % FOLDS;
    }
    return fold;
  }
}
