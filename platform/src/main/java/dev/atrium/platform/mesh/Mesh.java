package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls actors: one answer ({@link #ask}), many ({@link #stream}), or none ({@link #tell}). A
 * message goes straight into its actor's context, an answer straight into its caller's.
 */
public final class Mesh {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Residents residents;
  private final Deadlines deadlines = new Deadlines();

  private Mesh(Vertx vertx) {
    this.vertx = vertx;
    this.residents = Residents.of(vertx);
  }

  /** The mesh of a Vert.x instance; create outside any actor. */
  public static Mesh on(Vertx vertx) {
    var mesh = new Mesh(vertx);
    vertx.setPeriodic(Deadlines.TICK_MILLIS, tick -> mesh.deadlines.sweep());
    return mesh;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Sends a message and forgets it. */
  public void tell(String address, Record message) {
    residents.at(address).ifPresent(actor -> actor.receive(message, reply -> {}));
  }

  /** Sends a message and completes with its answer; fails with an {@link AtriumException}. */
  public <R extends Record> Future<R> ask(String address, Record message, Class<R> answer) {
    var actor = residents.at(address);
    if (actor.isEmpty()) {
      return nobody(address);
    }
    var pending = pending(answer, DEFAULT_DEADLINE);
    actor.get().receive(message, pending::complete);
    return pending.answer();
  }

  /**
   * Sends a message whose answer comes in pieces. Items arrive in order on the caller's context,
   * all before {@link StreamCall#done} completes.
   *
   * @param deadline after which the call fails with {@code deadline_exceeded} and is cancelled
   */
  public <I, R extends Record> StreamCall<R> stream(
      String address,
      Record message,
      Class<I> item,
      Class<R> answer,
      Duration deadline,
      Consumer<I> sink) {
    var actor = residents.at(address);
    if (actor.isEmpty()) {
      return new StreamCall<>(nobody(address), reason -> {});
    }
    var pending = pending(answer, deadline);
    var done = pending.answer();
    var reply =
        new StreamReply(
            pending.caller(),
            received -> {
              if (!done.isComplete()) {
                sink.accept(item.cast(received));
              }
            });
    actor.get().receive(message, Optional.of(reply), pending::complete);
    done.onFailure(failure -> actor.get().cancel(reply));
    return new StreamCall<>(done, reason -> actor.get().cancel(reply));
  }

  private <R extends Record> Pending<R> pending(Class<R> answer, Duration deadline) {
    return new Pending<>(vertx.getOrCreateContext(), answer, deadlines, deadline);
  }

  private static <R extends Record> Future<R> nobody(String address) {
    return Future.failedFuture(
        AtriumException.outside("not_running", "Nothing answers at " + address + "."));
  }
}
