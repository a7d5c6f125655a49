package dev.atrium.platform.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final Recipe SHIPPED = Recipe.shipped();

  @Test
  void rate_ofALongRun_goesThroughWarmUpPlateauAndCoolDownTwice() {
    var restart = SHIPPED.schedule().restart();
    var peak = SHIPPED.schedule().peakRate();
    for (var begin : new long[] {0, restart}) {
      assertThat(SHIPPED.rate(begin + 1)).isLessThan(peak / 50);
      assertThat(SHIPPED.rate(begin + 2000)).isEqualTo(peak);
    }
    assertThat(SHIPPED.rate(restart)).isLessThan(peak / 40);
    assertThat(SHIPPED.rate(SHIPPED.schedule().steps())).isLessThan(peak / 40);
  }

  @Test
  void rate_ofARunUpToTheRestart_isThatOfTheLongOne() {
    var restart = SHIPPED.schedule().restart();
    var shorter = SHIPPED.withSteps(restart);
    assertThat(LongStream.rangeClosed(1, restart))
        .allSatisfy(step -> assertThat(shorter.rate(step)).isEqualTo(SHIPPED.rate(step)));
  }

  @Test
  void rate_ofAShortRun_goesThroughAllOfItOnce() {
    var brief = SHIPPED.withSteps(1000);
    assertThat(brief.rate(1)).isLessThan(brief.schedule().peakRate() / 50);
    assertThat(brief.rate(500)).isEqualTo(brief.schedule().peakRate());
    assertThat(brief.rate(1000)).isLessThan(brief.schedule().peakRate() / 40);
  }
}
