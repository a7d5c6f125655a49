package dev.atrium.platform.plugin.bounds;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One plugin's turns for one tenant: how many at a time, and none for a while after faults in a
 * row. The first turn after the rest decides: another fault begins a new rest.
 */
public final class TenantBounds {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final PluginLimits limits;
  private final LongSupplier nanos;
  private int running;
  private int faults;
  private long restsUntil;
  private boolean trying;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  public TenantBounds(PluginLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /**
   * Takes a place for a turn.
   *
   * @throws AtriumException {@code plugin_resting} or {@code plugin_busy}
   */
  public void enter() {
    if (faults >= limits.faultsInARow()) {
      long left = restsUntil - nanos.getAsLong();
      if (left > 0 || trying) {
        throw AtriumException.capacity(
            "plugin_resting",
            "The plugin failed %d times in a row and rests for this tenant.".formatted(faults),
            left > 0 ? Duration.ofNanos(left) : SOON);
      }
      trying = true;
    }
    if (running >= limits.concurrentTurns()) {
      throw AtriumException.capacity(
          "plugin_busy", "The plugin has as many turns for this tenant as it may.", SOON);
    }
    running++;
  }

  /** Gives the place back. */
  public void leave(boolean fault) {
    running--;
    trying = false;
    faults = fault ? faults + 1 : 0;
    if (faults >= limits.faultsInARow()) {
      restsUntil = nanos.getAsLong() + limits.rest().toNanos();
    }
  }

  /** Whether it can be forgotten. */
  public boolean idle() {
    return running == 0 && faults == 0;
  }
}
