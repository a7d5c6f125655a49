package dev.atrium.platform.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.node.NodeUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioBenchmarkTest {
  @Test
  void everyScenarioOfTheShippedTenants_isMeasured(@TempDir Path data) {
    var figures = new ScenarioBenchmark(NodeUnderTest.settings(data, Map.of()), 2, 4).run();
    assertThat(figures.scenarios())
        .extracting(one -> one.tenant() + "/" + one.scenario())
        .containsExactly(
            "halden-trading/data",
            "harbor-bank/customer-service",
            "yunlan-shop/customer-service",
            "yunlan-shop/recommendation");
    assertThat(figures.scenarios())
        .allSatisfy(
            one -> {
              assertThat(one.turns()).isEqualTo(4);
              assertThat(one.failed()).isZero();
              assertThat(one.firstTokenMillis()).isPositive().isLessThanOrEqualTo(one.meanMillis());
              assertThat(one.p99Millis()).isGreaterThanOrEqualTo(one.p50Millis());
            });
    assertThat(figures.scenarios().get(1).costPerCall()).isPositive();
    assertThat(figures.table()).contains("harbor-bank/customer-service");
  }
}
