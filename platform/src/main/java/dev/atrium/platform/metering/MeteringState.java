package dev.atrium.platform.metering;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this node's ledger entries find a safe place. Written by the Metering actor; read on any
 * thread.
 */
public final class MeteringState {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private volatile Optional<String> problem = Optional.empty();

  /** What is wrong, for people; empty while entries are safe. */
  public Optional<String> problem() {
    return problem;
  }

  /**
   * Refuses what needs a safe ledger while there is none.
   *
   * @throws AtriumException {@code metering_unavailable}
   */
  public void requireSafe() {
    if (problem.isPresent()) {
      throw AtriumException.capacity(
          "metering_unavailable",
          "Usage cannot be recorded at the moment. Try again later.",
          RETRY);
    }
  }

  /** Returns whether that is news. */
  boolean unsafe(String what) {
    var news = problem.isEmpty();
    problem = Optional.of(what);
    return news;
  }

  /** Returns whether that is news. */
  boolean safe() {
    var news = problem.isPresent();
    problem = Optional.empty();
    return news;
  }
}
