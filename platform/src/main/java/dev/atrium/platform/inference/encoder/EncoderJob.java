package dev.atrium.platform.inference.encoder;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import dev.atrium.platform.inference.engine.Generation;
import java.time.Duration;
import java.util.Optional;

/** A text on its way through an encoder. */
final class EncoderJob implements Generation {
  private final String tenant;
  private final EncoderRunner.Row row;
  private final EmbeddingSink sink;
  private final long arrived = System.nanoTime();
  private final Optional<Duration> timeout;
  private volatile boolean cancelled;

  EncoderJob(String tenant, EncoderRunner.Row row, Optional<Duration> timeout, EmbeddingSink sink) {
    this.tenant = tenant;
    this.row = row;
    this.timeout = timeout;
    this.sink = sink;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  String tenant() {
    return tenant;
  }

  EncoderRunner.Row row() {
    return row;
  }

  int tokens() {
    return row.tokens().length;
  }

  /** Since it was queued. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }

  /** Ends a job that is not wanted any more; false if it still is. */
  boolean endedBefore() {
    if (cancelled) {
      fail(AtriumException.caller("call_aborted", "The call was given up."));
    } else if (timeout.map(limit -> age().compareTo(limit) >= 0).orElse(false)) {
      fail(
          AtriumException.capacity(
              "deadline_exceeded",
              "The deadline passed before the text was read.",
              Duration.ofSeconds(1)));
    } else {
      return false;
    }
    return true;
  }

  void done(float[] result) {
    sink.embedded(result, tokens());
  }

  void fail(AtriumException cause) {
    sink.failed(cause, 0);
  }
}
