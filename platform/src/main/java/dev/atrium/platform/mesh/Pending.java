package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call that waits for its answer, which may come from any thread and reaches the caller on its
 * own context; what comes after it is dropped.
 */
final class Pending<R extends Record> {
  private final Promise<R> promise = Promise.promise();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final Context caller;
  private final Class<R> type;
  private final Deadlines deadlines;
  private final long dueTick;

  Pending(Context caller, Class<R> type, Deadlines deadlines, Duration deadline) {
    this.caller = caller;
    this.type = type;
    this.deadlines = deadlines;
    this.dueTick = deadlines.add(this, deadline);
  }

  Context caller() {
    return caller;
  }

  Future<R> answer() {
    return promise.future();
  }

  void complete(Reply reply) {
    if (answered.compareAndSet(false, true)) {
      deadlines.remove(this, dueTick);
      caller.runOnContext(back -> deliver(reply));
    }
  }

  void late() {
    complete(
        Reply.Failure.of(
            AtriumException.capacity(
                "deadline_exceeded",
                "The call took longer than its deadline.",
                Duration.ofSeconds(1))));
  }

  private void deliver(Reply reply) {
    switch (reply) {
      case Reply.Answer(var value) -> answered(value);
      case Reply.Failure failure -> promise.fail(failure.toException());
    }
  }

  private void answered(Record value) {
    if (type.isInstance(value)) {
      promise.complete(type.cast(value));
    } else {
      promise.fail(new ClassCastException("an answer is no " + type.getSimpleName()));
    }
  }
}
