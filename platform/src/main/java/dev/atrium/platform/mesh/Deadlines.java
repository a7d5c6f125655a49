package dev.atrium.platform.mesh;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends calls that take too long, up to {@link #TICK_MILLIS} late. Calls whose deadlines fall into
 * the same tick share a set, so that a call costs no timer. Any thread.
 */
final class Deadlines {
  static final long TICK_MILLIS = 50;

  private final long started = System.nanoTime();
  private final Map<Long, Set<Pending<?>>> ticks = new ConcurrentHashMap<>();

  /** Adds a call and tells the tick at which it is late. */
  long add(Pending<?> call, Duration deadline) {
    long tick = now() + Math.max(0, deadline.toMillis()) / TICK_MILLIS + 1;
    // within compute, so that the tick cannot be taken out before the call is in it
    ticks.compute(
        tick,
        (same, calls) -> {
          var waiting = calls == null ? ConcurrentHashMap.<Pending<?>>newKeySet() : calls;
          waiting.add(call);
          return waiting;
        });
    return tick;
  }

  void remove(Pending<?> call, long tick) {
    var calls = ticks.get(tick);
    if (calls != null) {
      calls.remove(call);
    }
  }

  /** Ends what is late; to be called once per tick. */
  void sweep() {
    long now = now();
    for (var tick : List.copyOf(ticks.keySet())) {
      if (tick <= now) {
        var late = ticks.remove(tick);
        if (late != null) {
          late.forEach(Pending::late);
        }
      }
    }
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / TICK_MILLIS;
  }
}
