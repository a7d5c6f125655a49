package dev.atrium.platform.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayBenchmarkTest {
  @Test
  void everyRequestOfAShortRun_isAnswered() {
    var report = new GatewayBenchmark(4, Duration.ofMillis(300), Duration.ofMillis(500)).run();
    assertThat(report.gateway().closedLoop().failed()).isZero();
    assertThat(report.gateway().openLoop().failed()).isZero();
    assertThat(report.gateway().closedLoop().requestsPerSecond()).isPositive();
    assertThat(report.bare().closedLoop().requestsPerSecond()).isPositive();
    assertThat(report.throughputRatio()).isPositive();
    assertThat(report.table()).contains("throughput ratio");
  }
}
