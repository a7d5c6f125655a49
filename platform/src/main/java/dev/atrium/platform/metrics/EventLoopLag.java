package dev.atrium.platform.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Measures how late its event loop runs. Deploy one per event loop. */
public final class EventLoopLag extends VerticleBase {
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final Meters meters;
  private long expected;

  public EventLoopLag(Meters meters) {
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    expected = System.nanoTime() + PERIOD.toNanos();
    vertx.setPeriodic(PERIOD.toMillis(), timer -> measure());
    return Future.succeededFuture();
  }

  private void measure() {
    long now = System.nanoTime();
    meters.eventLoopLag(Duration.ofNanos(Math.max(0, now - expected)));
    expected = now + PERIOD.toNanos();
  }
}
