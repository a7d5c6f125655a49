package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verticle with one address, typed handlers and private state. A handler that throws or fails
 * answers its caller with a typed failure and the actor lives on; an {@link Error} makes its {@link
 * Supervisor} replace it.
 */
public abstract class Actor extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

  private final String address;
  private final Map<Class<?>, Handler> handlers = new HashMap<>();

  /** Answers messages of one type. */
  private interface Handler {
    Future<? extends Record> handle(Record message, Optional<StreamReply> stream);
  }

  private Consumer<Error> onCrash = crash -> LOG.error("{} crashed unsupervised", address(), crash);

  protected Actor(String address) {
    this.address = address;
  }

  /** Who restarts this actor. Set before it is deployed. */
  final void onCrash(Consumer<Error> supervisor) {
    onCrash = supervisor;
  }

  public final String address() {
    return address;
  }

  /** Handles messages of a type with one answer. Call in the constructor. */
  protected final <T extends Record> void on(
      Class<T> type, Function<T, Future<? extends Record>> handler) {
    handlers.put(type, (message, stream) -> handler.apply(type.cast(message)));
  }

  /** Handles messages of a type with a stream of items and a last answer. */
  protected final <T extends Record> void onStream(
      Class<T> type, BiFunction<T, StreamReply, Future<? extends Record>> handler) {
    handlers.put(
        type,
        (message, stream) -> {
          var reply =
              stream.orElseThrow(
                  () -> new IllegalStateException(type.getSimpleName() + " has to be streamed"));
          return guarded(() -> handler.apply(type.cast(message), reply))
              .onComplete(ended -> reply.close());
        });
  }

  @Override
  public Future<?> start() {
    Residents.of(vertx).enter(this);
    return Future.succeededFuture();
  }

  /** Takes a message without a stream from any thread. */
  final void receive(Record message, Consumer<Reply> replyTo) {
    receive(message, Optional.empty(), replyTo);
  }

  /** Takes a message from any thread and handles it on this actor's context. */
  final void receive(Record message, Optional<StreamReply> stream, Consumer<Reply> replyTo) {
    context.runOnContext(now -> handle(message, stream, replyTo));
  }

  /** Ends a stream from any thread. */
  final void cancel(StreamReply stream) {
    context.runOnContext(now -> stream.cancel());
  }

  private void handle(Record message, Optional<StreamReply> stream, Consumer<Reply> replyTo) {
    var handler = handlers.get(message.getClass());
    if (handler == null) {
      replyTo.accept(Reply.Failure.of(unknown(message)));
      return;
    }
    guarded(() -> handler.handle(message, stream))
        .onComplete(
            answer -> replyTo.accept(new Reply.Answer(answer)),
            failure -> replyTo.accept(failure(message, failure)));
  }

  private Reply failure(Record message, Throwable cause) {
    var failure = AtriumException.from(cause);
    if (failure.kind() == AtriumException.Kind.BUG) {
      LOG.error("{} failed on {}", address, message.getClass().getSimpleName(), cause);
    }
    return Reply.Failure.of(failure);
  }

  private AtriumException unknown(Record message) {
    var type = message.getClass().getSimpleName();
    return AtriumException.of(
        AtriumException.Kind.BUG,
        "unknown_message",
        address + " does not take " + type + ".",
        Duration.ZERO);
  }

  private Future<? extends Record> guarded(Supplier<Future<? extends Record>> work) {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    } catch (Error crash) {
      onCrash.accept(crash);
      return Future.failedFuture(crash);
    }
  }
}
