package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int BINS = 64;
  private static final int DRAWS = 64_000;

  /** 99.99th percentile of chi-square with 63 degrees of freedom. */
  private static final double LIMIT = 113.0;

  private static double chiSquare(IntToDoubleFunction numbers) {
    var counts = new int[BINS];
    for (var i = 0; i < DRAWS; i++) {
      counts[(int) (numbers.applyAsDouble(i) * BINS)]++;
    }
    var expected = (double) DRAWS / BINS;
    var sum = 0.0;
    for (var count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void at_oneSeedManyIndexes_isUniform() {
    assertThat(chiSquare(i -> new RandomStream(42).at(i))).isLessThan(LIMIT);
  }

  @Test
  void at_manySeedsOneIndex_isUniform() {
    assertThat(chiSquare(i -> new RandomStream(i).at(0))).isLessThan(LIMIT);
  }

  /** The answers to one prompt draw from seeds of their own. */
  @Test
  void at_seedsOfNumberedAnswers_areUniformAndDiffer() {
    assertThat(chiSquare(i -> new RandomStream(7 + i * 0x9E3779B97F4A7C15L).at(3)))
        .isLessThan(LIMIT);
    assertThat(new RandomStream(7).at(1))
        .isNotEqualTo(new RandomStream(7 + 0x9E3779B97F4A7C15L).at(0));
  }
}
