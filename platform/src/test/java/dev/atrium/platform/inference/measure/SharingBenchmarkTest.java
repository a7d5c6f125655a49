package dev.atrium.platform.inference.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmarks of sharing count; how fast it was is nobody's claim here. */
class SharingBenchmarkTest {
  @TempDir Path model;

  @BeforeEach
  void makeModel() throws IOException {
    SampleModel.write(ModelShape.TINY, 5, model);
  }

  @Test
  void fairness_tenantsOfOppositeLoads_wereServedAlike() {
    try (var bench = FairnessBenchmark.load(model)) {
      var row = bench.measure(2, 160);

      assertThat(row.leastService()).isPositive();
      assertThat(row.ratio()).isBetween(1.0, 2.0);
      assertThat(row.lightFirstTokenMillis()).isPositive();
    }
  }

  @Test
  void prefix_conversationsOfSeveralTurns_findMostOfTheirPrompts() {
    try (var bench = PrefixBenchmark.load(model, EngineSettings.DEFAULT)) {
      var row = bench.measure(10);

      assertThat(row.requests()).isEqualTo(50);
      assertThat(row.hitShare()).isBetween(0.4, 1.0);
    }
  }
}
