package dev.atrium.platform.plugin.bounds;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * What a platform thread uses: processor time and allocated bytes, garbage included. The JVM keeps
 * both for platform threads only. One thread at a time.
 */
public final class ThreadMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double SPINNING = 0.5;
  private static final long STORM_BYTES_PER_SECOND = 100L << 20;
  private static final double NANOS = 1e9;

  private final Thread thread;
  private long lastProcessor;
  private long lastAllocated;
  private long lastLook = System.nanoTime();

  public ThreadMeter(Thread thread) {
    this.thread = thread;
  }

  /** What it exceeds, if anything. */
  public Optional<String> exceeds(PluginLimits limits) {
    var processor = THREADS.getThreadCpuTime(thread.threadId());
    var allocated = THREADS.getThreadAllocatedBytes(thread.threadId());
    if (processor > limits.processorTime().toNanos()) {
      return Optional.of("more than " + seconds(limits.processorTime()) + " s of processor time");
    }
    return allocated > limits.allocatedBytes()
        ? Optional.of("more than " + (limits.allocatedBytes() >> 20) + " MiB of memory in all")
        : Optional.empty();
  }

  /** What it does that nothing can stop, if it does, since the last look. */
  public Optional<String> rages() {
    var processor = THREADS.getThreadCpuTime(thread.threadId());
    var allocated = THREADS.getThreadAllocatedBytes(thread.threadId());
    var now = System.nanoTime();
    var seconds = (now - lastLook) / NANOS;
    var share = (processor - lastProcessor) / NANOS / seconds;
    var rate = (allocated - lastAllocated) / seconds;
    var first = lastProcessor == 0;
    lastProcessor = processor;
    lastAllocated = allocated;
    lastLook = now;
    if (first || processor < 0) {
      return Optional.empty();
    }
    if (rate > STORM_BYTES_PER_SECOND) {
      return Optional.of("allocates %.0f MiB a second".formatted(rate / (1 << 20)));
    }
    return share > SPINNING
        ? Optional.of("uses %.0f %% of a processor".formatted(share * 100))
        : Optional.empty();
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1000.0);
  }
}
