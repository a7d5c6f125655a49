package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atrium.platform.training.Batch;
import dev.atrium.platform.training.Layout;
import dev.atrium.platform.training.Learner.Part;
import dev.atrium.platform.training.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TorchLearnerTest {

  private static final int VOCABULARY = 24;
  private static final Recipe TINY =
      Recipe.shipped()
          .withVocabulary(VOCABULARY)
          .withShape(new Recipe.Shape(2, 16, 4, 2, 24, 10_000, 1e-6))
          .withBf16(false);

  private static List<float[]> weights() {
    return new Layout(TINY.shape(), VOCABULARY).start(5);
  }

  private static TorchLearner learner(List<float[]> weights) {
    return new TorchLearner(TINY, weights, List.of());
  }

  /** Two rows of random tokens; some places judged, with unequal weights. */
  private static Batch batch(long seed) {
    var random = new SplittableRandom(seed);
    var tokens = random.longs(16, 0, VOCABULARY).toArray();
    var places = new long[] {0, 2, 3, 6, 8, 9, 13, 14};
    var targets = new long[places.length];
    var judged = new float[places.length];
    for (var i = 0; i < places.length; i++) {
      targets[i] = tokens[(int) places[i] + 1];
      judged[i] = i % 2 == 0 ? 1f : 0.25f;
    }
    return new Batch(2, 8, tokens, places, targets, judged);
  }

  private static double loss(List<float[]> weights, Batch batch) {
    try (var learner = learner(weights)) {
      var losses = learner.losses(batch);
      var sum = 0.0;
      var total = 0.0;
      for (var i = 0; i < losses.length; i++) {
        sum += losses[i] * batch.weights()[i];
        total += batch.weights()[i];
      }
      return sum / total;
    }
  }

  @Test
  void step_gradient_equalsFiniteDifferences() {
    var batch = batch(1);
    var weights = weights();
    List<float[]> moments;
    double before;
    double clipped;
    try (var learner = learner(weights)) {
      var outcome = learner.step(batch, 1e-3, 1);
      before = outcome.loss();
      clipped = Math.max(1, outcome.gradient() / TINY.optimizer().clip());
      moments = learner.read(Part.FIRST_MOMENTS);
    }
    assertThat(before).isCloseTo(loss(weights, batch), within(1e-5));
    for (var tensor = 0; tensor < weights.size(); tensor++) {
      var at = largest(moments.get(tensor));
      var gradient = clipped * moments.get(tensor)[at] / (1 - TINY.optimizer().beta1());
      assertThat(slope(weights, batch, tensor, at))
          .as("tensor %d, value %d", tensor, at)
          .isCloseTo(gradient, within(1e-4 + 0.02 * Math.abs(gradient)));
    }
  }

  private static int largest(float[] values) {
    var best = 0;
    for (var i = 0; i < values.length; i++) {
      best = Math.abs(values[i]) > Math.abs(values[best]) ? i : best;
    }
    return best;
  }

  private static double slope(List<float[]> weights, Batch batch, int tensor, int at) {
    var step = 0.01f;
    var up = moved(weights, tensor, at, step);
    var down = moved(weights, tensor, at, -step);
    return (loss(up, batch) - loss(down, batch)) / (2 * step);
  }

  private static List<float[]> moved(List<float[]> weights, int tensor, int at, float by) {
    var copies = new ArrayList<float[]>();
    weights.forEach(values -> copies.add(values.clone()));
    copies.get(tensor)[at] += by;
    return copies;
  }

  @Test
  void step_sameBatchAgainAndAgain_isLearned() {
    try (var learner = learner(weights())) {
      var batch = batch(2);
      var first = learner.step(batch, 5e-3, 1).loss();
      for (var count = 2; count < 150; count++) {
        learner.step(batch, 5e-3, count);
      }
      var last = learner.step(batch, 5e-3, 150).loss();
      assertThat(first).isGreaterThan(2.5);
      assertThat(last).isLessThan(0.3);
      assertThat(learner.predict(batch)).isEqualTo(batch.targets());
    }
  }

  @Test
  void step_tokensAfterAPlace_doNotChangeItsLoss() {
    var batch = batch(3);
    var changed = batch.tokens().clone();
    changed[7] = (changed[7] + 1) % VOCABULARY;
    try (var learner = learner(weights())) {
      var other = new Batch(2, 8, changed, batch.places(), batch.targets(), batch.weights());
      assertThat(learner.losses(other)).containsExactly(learner.losses(batch));
    }
  }

  @Test
  void newLearner_fromWeightsAndMoments_goesOnExactly() {
    try (var through = learner(weights());
        var before = learner(weights())) {
      before.step(batch(4), 1e-3, 1);
      through.step(batch(4), 1e-3, 1);
      var moments = List.of(before.read(Part.FIRST_MOMENTS), before.read(Part.SECOND_MOMENTS));
      try (var after = new TorchLearner(TINY, before.read(Part.WEIGHTS), moments)) {
        assertThat(after.step(batch(5), 1e-3, 2)).isEqualTo(through.step(batch(5), 1e-3, 2));
        assertThat(after.read(Part.WEIGHTS))
            .usingRecursiveComparison()
            .isEqualTo(through.read(Part.WEIGHTS));
      }
    }
  }
}
