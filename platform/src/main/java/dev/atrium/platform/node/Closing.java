package dev.atrium.platform.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node opened, closed in reverse; a part that fails to close does not keep the others. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** Closes a part. */
  @FunctionalInterface
  interface Closer {
    void close() throws Exception;
  }

  private record Step(String name, Closer closer) {}

  private final Deque<Step> steps = new ArrayDeque<>();

  synchronized void then(String name, Closer closer) {
    steps.push(new Step(name, closer));
  }

  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      var step = steps.pop();
      try {
        step.closer().close();
      } catch (Exception failure) {
        LOG.warn("Closing {}: {}", step.name(), failure.getMessage());
      }
    }
  }
}
