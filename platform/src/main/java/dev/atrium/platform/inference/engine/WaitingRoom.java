package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The bounded queue between callers and the engine's thread: first come, first served. Any thread.
 */
final class WaitingRoom {
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Sequence> queue = new ArrayDeque<>();
  private boolean closed;

  WaitingRoom(int limit) {
    this.limit = limit;
  }

  /** Lets sequences in, or refuses all: {@code queue_full} with a hint when to come back. */
  void enter(List<Sequence> sequences, Duration retryAfter) {
    lock.lock();
    try {
      if (closed) {
        throw shuttingDown();
      }
      if (queue.size() + sequences.size() > limit) {
        throw AtriumException.capacity(
            "queue_full",
            "The model's queue is full (" + limit + " waiting). Try again later.",
            retryAfter);
      }
      queue.addAll(sequences);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The sequence that waited longest, left where it is. */
  Optional<Sequence> first() {
    lock.lock();
    try {
      return Optional.ofNullable(queue.peek());
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all sequences for which this holds. */
  List<Sequence> remove(Predicate<Sequence> condition) {
    lock.lock();
    try {
      var removed = new ArrayList<Sequence>();
      for (var each = queue.iterator(); each.hasNext(); ) {
        var sequence = each.next();
        if (condition.test(sequence)) {
          each.remove();
          removed.add(sequence);
        }
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to do, at most this long; may return early. */
  @SuppressWarnings("WaitNotInLoop")
  void await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      if (queue.isEmpty() && !closed) {
        var _ = changed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everyone from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  static AtriumException shuttingDown() {
    return AtriumException.capacity(
        "model_stopping", "The model is being stopped. Try again later.", Duration.ofSeconds(5));
  }
}
