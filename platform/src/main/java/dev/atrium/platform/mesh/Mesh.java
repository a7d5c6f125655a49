package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** Calls actors: one answer ({@link #ask}), many ({@link #stream}), or none ({@link #tell}). */
public final class Mesh {
  static final DeliveryOptions ENVELOPE =
      new DeliveryOptions().setCodecName(new LocalCodec<>(Envelope.class).name());
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  private final Vertx vertx;

  private Mesh(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Registers the mesh's codecs on a fresh Vert.x instance; once per instance. */
  public static Mesh on(Vertx vertx) {
    vertx.eventBus().registerCodec(new LocalCodec<>(Envelope.class));
    vertx.eventBus().registerCodec(new LocalCodec<>(Reply.class));
    return new Mesh(vertx);
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Sends a message and forgets it. */
  public void tell(String address, Record message) {
    vertx.eventBus().send(address, new Envelope(message, ""), ENVELOPE);
  }

  /** Sends a message and completes with its answer; fails with an {@link AtriumException}. */
  public <R extends Record> Future<R> ask(String address, Record message, Class<R> answer) {
    return request(address, new Envelope(message, ""), answer, DEFAULT_DEADLINE);
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
    var stream = "stream." + UUID.randomUUID();
    var items = vertx.eventBus().<Envelope>localConsumer(stream);
    items.handler(received -> sink.accept(item.cast(received.body().body())));
    var cancellation = stream + ".cancel";
    var done =
        request(address, new Envelope(message, stream), answer, deadline)
            .onComplete(ended -> items.unregister());
    done.onFailure(
        failure -> tell(cancellation, new Cancelled(String.valueOf(failure.getMessage()))));
    return new StreamCall<>(done, reason -> tell(cancellation, new Cancelled(reason)));
  }

  private <R extends Record> Future<R> request(
      String address, Envelope envelope, Class<R> answer, Duration deadline) {
    var options = new DeliveryOptions(ENVELOPE).setSendTimeout(Math.max(1, deadline.toMillis()));
    return vertx
        .eventBus()
        .<Reply>request(address, envelope, options)
        .recover(failure -> Future.failedFuture(undelivered(address, failure)))
        .compose(message -> unwrap(message.body(), answer));
  }

  private static <R extends Record> Future<R> unwrap(Reply reply, Class<R> answer) {
    return switch (reply) {
      case Reply.Answer(var value) -> Future.succeededFuture(answer.cast(value));
      case Reply.Failure failure -> Future.failedFuture(failure.toException());
    };
  }

  private static AtriumException undelivered(String address, Throwable failure) {
    if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
      return AtriumException.capacity(
          "deadline_exceeded", "The call took longer than its deadline.", Duration.ofSeconds(1));
    }
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return AtriumException.outside("not_running", "Nothing answers at " + address + ".");
    }
    return AtriumException.from(failure);
  }
}
