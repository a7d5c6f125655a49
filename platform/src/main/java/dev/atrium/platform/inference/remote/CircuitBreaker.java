package dev.atrium.platform.inference.remote;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps calls from an endpoint that fails: after some failures in a row it is left alone for a
 * while, then one call tries it. Used on one context.
 */
final class CircuitBreaker {
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private int failures;
  private long restUntil;
  private boolean probing;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a call may go there; if the endpoint rested, this call is the one that tries it. */
  boolean admits() {
    if (failures < FAILURES) {
      return true;
    }
    if (probing || nanos.getAsLong() - restUntil < 0) {
      return false;
    }
    probing = true;
    return true;
  }

  void succeeded() {
    failures = 0;
    probing = false;
  }

  void failed() {
    failures++;
    probing = false;
    restUntil = nanos.getAsLong() + REST.toNanos();
  }

  /** Notes a call that tells nothing of the endpoint, such as one that its caller gave up. */
  void undecided() {
    probing = false;
  }
}
