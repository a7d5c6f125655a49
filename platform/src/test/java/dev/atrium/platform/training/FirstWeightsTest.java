package dev.atrium.platform.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.inference.torch.TorchLearner;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstWeightsTest {

  private static final Recipe RECIPE = Recipe.shipped().withVocabulary(300).withBf16(false);

  @Test
  void of_shippedShape_goesOnWithASequenceSeenBefore() {
    var layout = new Layout(RECIPE.shape(), RECIPE.vocabulary());
    var once = new SplittableRandom(4).longs(40, 0, RECIPE.vocabulary()).toArray();
    var twice = new long[80];
    System.arraycopy(once, 0, twice, 0, 40);
    System.arraycopy(once, 0, twice, 40, 40);
    // From the third token of the repetition on, the two tokens before tell which one follows.
    var places = IntStream.range(42, 79).mapToLong(place -> place).toArray();
    var targets = IntStream.range(42, 79).mapToLong(place -> twice[place + 1]).toArray();
    var batch = new Batch(1, 80, twice, places, targets, new float[places.length]);
    try (var learner = new TorchLearner(RECIPE, layout.start(1), List.of())) {
      var predicted = learner.predict(batch);
      var right =
          IntStream.range(0, predicted.length).filter(i -> predicted[i] == targets[i]).count();
      assertThat(right).isGreaterThan(places.length * 3 / 4);
    }
  }

  @Test
  void of_wordsOfOneFamily_startAlike_othersDoNot() {
    var families = IntStream.range(0, RECIPE.vocabulary()).map(token -> token / 2 * 2).toArray();
    var layout = new Layout(RECIPE.shape(), RECIPE.vocabulary());
    var embedding = layout.start(1, new VocabularyHints(new int[0], families)).getFirst();
    assertThat(likeness(embedding, 10, 11)).isGreaterThan(0.4);
    assertThat(Math.abs(likeness(embedding, 11, 12))).isLessThan(0.4);
  }

  /** Cosine between the rows of two tokens. */
  private static double likeness(float[] embedding, int one, int other) {
    var width = RECIPE.shape().hidden();
    double product = 0;
    double first = 0;
    double second = 0;
    for (var i = 0; i < width; i++) {
      product += embedding[one * width + i] * embedding[other * width + i];
      first += Math.pow(embedding[one * width + i], 2);
      second += Math.pow(embedding[other * width + i], 2);
    }
    return product / Math.sqrt(first * second);
  }

  @Test
  void of_shapeWithoutRoomForCircuits_isNoiseAroundZeroAndOne() {
    var small = RECIPE.withShape(new Recipe.Shape(1, 16, 2, 2, 24, 10_000, 1e-6));
    for (var values : new Layout(small.shape(), 300).start(1)) {
      for (var value : values) {
        assertThat(Math.min(Math.abs(value), Math.abs(value - 1))).isLessThan(0.2f);
      }
    }
  }
}
