package dev.atrium.platform.node.bench;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Many open streams at once: how late their tokens are, and what each holds in memory. */
final class StreamingBenchmark {
  private static final String BODY =
      """
      {"model":"metronome","max_tokens":4000,"stream":true,\
      "messages":[{"role":"user","content":"How long does a transfer take?"}]}\
      """;

  private static final int FEW = 50;
  private static final double BYTES_PER_KILOBYTE = 1000;

  private final EchoPlatform platform;

  StreamingBenchmark(EchoPlatform platform) {
    this.platform = platform;
  }

  /**
   * What was measured.
   *
   * @param streams open at a time
   * @param tokensPerSecond of each
   * @param tokens that arrived while it was measured
   * @param lateMillis from a token's moment to its arrival at the client
   * @param lateShare of tokens that came more than 50 ms after their moment
   * @param kilobytesPerStream of memory on the heap and beside it, the bench's client included
   * @param failed streams that were refused or ended early
   */
  public record Streaming(
      int streams,
      int tokensPerSecond,
      long tokens,
      GatewayBenchmark.Percentiles lateMillis,
      double lateShare,
      double kilobytesPerStream,
      long failed) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%d streams of %d tokens/s: late by p50 %.2f, p99 %.2f, max %.2f ms; %.4f of the tokens"
              + " by more than 50 ms; %.1f kB each; %d failed%n",
          streams,
          tokensPerSecond,
          lateMillis.p50(),
          lateMillis.p99(),
          lateMillis.max(),
          lateShare,
          kilobytesPerStream,
          failed);
    }
  }

  /** Blocks for the warm-up and the duration. */
  Streaming run(int streams, Duration warmUp, Duration duration) {
    var request = request();
    try (var few = new OpenStreams()) {
      few.open(platform.port(), request, FEW, Duration.ofMillis(500));
      few.read(warmUp, false);
    }
    long before = memory();
    try (var all = new OpenStreams()) {
      all.open(platform.port(), request, streams, Duration.ofSeconds(2));
      all.read(warmUp, false);
      var read = all.read(duration, true);
      // collecting garbage stops everything, so it comes last
      double held = Math.max(0, memory() - before);
      return new Streaming(
          streams,
          MetronomeModel.TOKENS_PER_SECOND,
          read.lateness().getTotalCount(),
          GatewayBenchmark.Percentiles.of(read.lateness()),
          (double) read.late() / Math.max(1, read.lateness().getTotalCount()),
          held / streams / BYTES_PER_KILOBYTE,
          read.failed());
    }
  }

  private static long memory() {
    System.gc();
    long beside =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + beside;
  }

  private byte[] request() {
    return """
    POST /v1/chat/completions HTTP/1.1
    Host: 127.0.0.1
    Content-Type: application/json
    Authorization: Bearer %s
    Content-Length: %d

    %s\
    """
        .formatted(platform.key(), BODY.length(), BODY)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
