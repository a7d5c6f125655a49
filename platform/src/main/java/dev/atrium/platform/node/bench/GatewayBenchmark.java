package dev.atrium.platform.node.bench;

import dev.atrium.platform.files.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The same load before the gateway and before a bare server, in one process, in turn: first as fast
 * as it goes, then both at half of what the gateway bore. Then, before the gateway alone, many open
 * streams.
 */
public final class GatewayBenchmark {
  private static final String BODY =
      "{\"model\":\"default\",\"max_tokens\":64,\"messages\":[{\"role\":\"system\",\"content\":"
          + "\"You are brief.\"},{\"role\":\"user\",\"content\":\"How long does a transfer to"
          + " another bank take, and what does it cost?\"}]}";
  private static final double NANOS_PER_MILLI = 1e6;

  private final int connections;
  private final int streams;
  private final Duration warmUp;
  private final Duration duration;

  /**
   * @param streams open at a time in the last measurement; 0 leaves it out
   * @param duration of each measurement
   */
  public GatewayBenchmark(int connections, int streams, Duration warmUp, Duration duration) {
    this.connections = connections;
    this.streams = streams;
    this.warmUp = warmUp;
    this.duration = duration;
  }

  /** Latencies in milliseconds. */
  public record Percentiles(double p50, double p90, double p99, double p999, double max) {
    static Percentiles of(Histogram nanos) {
      return new Percentiles(
          nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
          nanos.getValueAtPercentile(90) / NANOS_PER_MILLI,
          nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
          nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
          nanos.getMaxValue() / NANOS_PER_MILLI);
    }
  }

  /**
   * One way.
   *
   * @param requestsPerSecond answered
   * @param failed answers with another status than 2xx
   */
  public record Way(double requestsPerSecond, Percentiles millis, long failed) {
    static Way of(Load.Result result) {
      return new Way(result.perSecond(), Percentiles.of(result.latencies()), result.failed());
    }

    String line(String name) {
      return String.format(
          Locale.ROOT,
          "%-22s  %10.0f  %8.2f  %8.2f  %8.2f  %8.2f  %8.2f  %6d%n",
          name,
          requestsPerSecond,
          millis.p50(),
          millis.p90(),
          millis.p99(),
          millis.p999(),
          millis.max(),
          failed);
    }
  }

  /** A server in both loops. */
  public record Server(Way closedLoop, Way openLoop) {}

  /**
   * What was measured.
   *
   * @param throughputRatio gateway to bare server, closed loop
   * @param p99AddedMillis gateway's p99 less the bare server's at the same load, open loop
   * @param streaming what many open streams came to, if that was measured
   */
  public record Report(
      double throughputRatio,
      double p99AddedMillis,
      double openLoopRate,
      Server gateway,
      Server bare,
      Optional<StreamingBenchmark.Streaming> streaming,
      int connections,
      double seconds,
      int processors) {
    Report with(StreamingBenchmark.Streaming measured) {
      return new Report(
          throughputRatio,
          p99AddedMillis,
          openLoopRate,
          gateway,
          bare,
          Optional.of(measured),
          connections,
          seconds,
          processors);
    }

    /** For people. */
    public String table() {
      return String.format(
              Locale.ROOT,
              "%-22s  %10s  %8s  %8s  %8s  %8s  %8s  %6s%n",
              "milliseconds",
              "requests/s",
              "p50",
              "p90",
              "p99",
              "p99.9",
              "max",
              "failed")
          + bare.closedLoop().line("bare, closed loop")
          + gateway.closedLoop().line("gateway, closed loop")
          + bare.openLoop().line("bare, open loop")
          + gateway.openLoop().line("gateway, open loop")
          + String.format(
              Locale.ROOT,
              "throughput ratio %.2f; p99 added at %.0f requests/s: %.2f ms%n",
              throughputRatio,
              openLoopRate,
              p99AddedMillis)
          + streaming.map(StreamingBenchmark.Streaming::line).orElse("");
    }
  }

  /** Runs; blocks for the warm-ups and the durations. */
  public Report run() {
    try {
      var folder = Files.createTempDirectory("atrium-bench-");
      try (var platform = new EchoPlatform(folder);
          var bare = new BareServer();
          var ours = new Load(platform.port(), platform.key(), connections, BODY);
          var theirs = new Load(bare.port(), platform.key(), connections, BODY)) {
        var report = measure(ours, theirs);
        return streams == 0
            ? report
            : report.with(new StreamingBenchmark(platform).run(streams, warmUp, duration));
      } finally {
        FolderTree.delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Report measure(Load ours, Load theirs) {
    theirs.closed(warmUp);
    ours.closed(warmUp);
    var bareClosed = theirs.closed(duration);
    var ourClosed = ours.closed(duration);
    double rate = ourClosed.perSecond() / 2;
    theirs.open(rate, warmUp);
    var bareOpen = theirs.open(rate, duration);
    ours.open(rate, warmUp);
    var ourOpen = ours.open(rate, duration);
    var gateway = new Server(Way.of(ourClosed), Way.of(ourOpen));
    var bare = new Server(Way.of(bareClosed), Way.of(bareOpen));
    return new Report(
        ourClosed.perSecond() / bareClosed.perSecond(),
        gateway.openLoop().millis().p99() - bare.openLoop().millis().p99(),
        rate,
        gateway,
        bare,
        Optional.empty(),
        connections,
        duration.toMillis() / 1000.0,
        Runtime.getRuntime().availableProcessors());
  }
}
