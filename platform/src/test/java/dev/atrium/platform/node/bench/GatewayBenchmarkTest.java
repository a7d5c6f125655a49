package dev.atrium.platform.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayBenchmarkTest {
  @Test
  void everyRequestAndStreamOfAShortRun_isAnswered() {
    var report = new GatewayBenchmark(4, 20, Duration.ofMillis(300), Duration.ofSeconds(2)).run();
    assertThat(report.gateway().closedLoop().failed()).isZero();
    assertThat(report.gateway().openLoop().failed()).isZero();
    assertThat(report.gateway().closedLoop().requestsPerSecond()).isPositive();
    assertThat(report.bare().closedLoop().requestsPerSecond()).isPositive();
    assertThat(report.throughputRatio()).isPositive();
    var streaming = report.streaming().orElseThrow();
    assertThat(streaming.failed()).isZero();
    assertThat(streaming.tokens()).isPositive();
    assertThat(report.table()).contains("throughput ratio", "20 streams");
  }
}
