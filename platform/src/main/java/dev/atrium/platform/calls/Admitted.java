package dev.atrium.platform.calls;

import java.time.Instant;
import java.util.List;

/**
 * Tells, before anything else a call says, how the caller's limits stand. Says nothing of a tenant
 * without limits.
 */
public record Admitted(List<Limit> limits) {
  public Admitted {
    limits = List.copyOf(limits);
  }

  /**
   * A limit that the call falls under.
   *
   * @param measure {@code requests} or {@code tokens}
   */
  public record Limit(String measure, long most, long remaining, Instant resetsAt) {}
}
