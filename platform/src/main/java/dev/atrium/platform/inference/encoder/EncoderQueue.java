package dev.atrium.platform.inference.encoder;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Texts that wait, by tenant and by length. A batch holds texts of one length bucket; its places go
 * one by one to the tenant that was served least (counted in tokens; idleness earns no credit). Any
 * thread puts, one takes.
 */
final class EncoderQueue {
  private static final int FINE = 16;
  private static final int COARSE = 64;
  private static final int FINE_UP_TO = 128;

  /** Texts of about a length, together with what they are padded to. */
  record Batch(int length, List<EncoderJob> jobs) {}

  private static final class Line {
    final TreeMap<Integer, ArrayDeque<EncoderJob>> jobs = new TreeMap<>();
    double served;
    int waiting;

    Optional<EncoderJob> oldest() {
      return jobs.values().stream()
          .map(ArrayDeque::getFirst)
          .max(Comparator.comparing(EncoderJob::age));
    }
  }

  private final EncoderSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Line> lines = new HashMap<>();
  private int waiting;
  private double lastServed;
  private boolean closed;

  EncoderQueue(EncoderSettings settings) {
    this.settings = settings;
  }

  /** What texts of so many tokens are padded to, whoever is beside them. */
  static int bucket(int tokens) {
    var step = tokens <= FINE_UP_TO ? FINE : COARSE;
    return (tokens + step - 1) / step * step;
  }

  /**
   * @throws AtriumException CAPACITY if there is no room, or no more is taken
   */
  void put(EncoderJob job) {
    lock.lock();
    try {
      requireRoom(job);
      var line = lines.computeIfAbsent(job.tenant(), tenant -> new Line());
      if (line.waiting == 0) {
        line.served = Math.max(line.served, leastServed());
      }
      line.jobs.computeIfAbsent(bucket(job.tokens()), length -> new ArrayDeque<>()).add(job);
      line.waiting++;
      waiting++;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void requireRoom(EncoderJob job) {
    if (closed) {
      throw stopping();
    }
    var own = Optional.ofNullable(lines.get(job.tenant())).map(line -> line.waiting).orElse(0);
    if (waiting >= settings.queue() || own >= settings.tenantQueue()) {
      throw AtriumException.capacity(
          waiting >= settings.queue() ? "queue_full" : "tenant_queue_full",
          "The model's queue is full (%d texts waiting, %d of this tenant). Try again later."
              .formatted(waiting, own),
          Duration.ofSeconds(1));
    }
  }

  /** The least service of those who wait, else that of the last who was served. */
  private double leastServed() {
    return lines.values().stream()
        .filter(line -> line.waiting > 0)
        .mapToDouble(line -> line.served)
        .min()
        .orElse(lastServed);
  }

  /** The next batch, when it is full or its first text has waited long enough; empty at the end. */
  Optional<Batch> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting == 0 && !closed) {
        changed.await();
      }
      while (waiting > 0 && !closed) {
        var left = settings.delay().minus(first().age());
        if (!left.isPositive() || isFull(bucket(first().tokens()))) {
          break;
        }
        var _ = changed.await(left.toNanos(), TimeUnit.NANOSECONDS);
      }
      return waiting == 0 ? Optional.empty() : Optional.of(gather());
    } finally {
      lock.unlock();
    }
  }

  /** The oldest text of the tenant that was served least. */
  private EncoderJob first() {
    return neediest(lines.values().stream().filter(line -> line.waiting > 0).toList())
        .flatMap(Line::oldest)
        .orElseThrow();
  }

  private static Optional<Line> neediest(List<Line> candidates) {
    return candidates.stream().min(Comparator.comparingDouble(line -> line.served));
  }

  private boolean isFull(int length) {
    var count =
        lines.values().stream()
            .filter(line -> line.jobs.containsKey(length))
            .mapToInt(line -> line.jobs.get(length).size())
            .sum();
    return count >= most(length);
  }

  private int most(int length) {
    return Math.clamp(settings.tokens() / length, 1, settings.rows());
  }

  private Batch gather() {
    var length = bucket(first().tokens());
    var jobs = new ArrayList<EncoderJob>();
    while (jobs.size() < most(length)) {
      var having = lines.values().stream().filter(line -> line.jobs.containsKey(length)).toList();
      var next = neediest(having);
      if (next.isEmpty()) {
        break;
      }
      jobs.add(poll(next.get(), length));
    }
    lines.values().removeIf(line -> line.waiting == 0 && line.served <= leastServed());
    return new Batch(length, jobs);
  }

  private EncoderJob poll(Line line, int length) {
    var queue = Optional.ofNullable(line.jobs.get(length)).orElseThrow();
    var job = queue.remove();
    if (queue.isEmpty()) {
      line.jobs.remove(length);
    }
    line.waiting--;
    waiting--;
    line.served += job.tokens();
    lastServed = line.served;
    return job;
  }

  /** Takes no more; what waits is still told. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that wait. */
  List<EncoderJob> rest() {
    lock.lock();
    try {
      var rest =
          lines.values().stream()
              .flatMap(line -> line.jobs.values().stream())
              .flatMap(ArrayDeque::stream)
              .toList();
      lines.clear();
      waiting = 0;
      return rest;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  static AtriumException stopping() {
    return AtriumException.capacity(
        "model_stopping", "The model is being stopped. Try again later.", Duration.ofSeconds(5));
  }
}
