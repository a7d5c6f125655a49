package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.AdapterShelf.Version;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The runner of an engine: made anew after a failure, and watched from outside. The engine's thread
 * only, but for {@link #busySince} and {@link #runner}.
 */
final class EngineDevice implements AutoCloseable {
  private static final long IDLE = Long.MIN_VALUE;

  private final Supplier<ModelRunner> loader;
  private final LongSupplier clock;
  private volatile ModelRunner runner;
  private volatile long busySince = IDLE;

  /**
   * @param clock nanoseconds
   */
  EngineDevice(Supplier<ModelRunner> loader, LongSupplier clock) {
    this.loader = loader;
    this.clock = clock;
    this.runner = loader.get();
  }

  ModelRunner runner() {
    return runner;
  }

  /** Runs a step; what the runner throws is thrown on. */
  StepResult run(StepPlan plan) {
    busySince = clock.getAsLong();
    try {
      return runner.run(plan);
    } finally {
      busySince = IDLE;
    }
  }

  /** Closes the runner and makes another, with these adapters at their places. */
  void rebuild(List<Version> adapters) {
    busySince = clock.getAsLong();
    try {
      runner.close();
      runner = loader.get();
      bind(adapters);
    } finally {
      busySince = IDLE;
    }
  }

  /** Places are bound one above the other, so those between get a version that is dropped again. */
  private void bind(List<Version> adapters) {
    var next = 0;
    for (var version : adapters) {
      while (next < version.index()) {
        runner.bindAdapter(next, version.weights());
        runner.dropAdapter(next++);
      }
      runner.bindAdapter(version.index(), version.weights());
      next = version.index() + 1;
    }
  }

  /** When the native call began that is under way, on the clock. Any thread. */
  OptionalLong busySince() {
    var since = busySince;
    return since == IDLE ? OptionalLong.empty() : OptionalLong.of(since);
  }

  @Override
  public void close() {
    runner.close();
  }
}
