package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
  private static final DeliveryOptions REPLY =
      new DeliveryOptions().setCodecName(new LocalCodec<>(Reply.class).name());

  private final String address;
  private final Map<Class<?>, BiFunction<Record, String, Future<? extends Record>>> handlers =
      new HashMap<>();

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
          var reply = new StreamReply(vertx.eventBus(), stream);
          return guarded(() -> handler.apply(type.cast(message), reply))
              .onComplete(ended -> reply.close());
        });
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<Envelope>consumer(address, this::receive).completion();
  }

  private void receive(Message<Envelope> message) {
    var envelope = message.body();
    var handler = handlers.get(envelope.body().getClass());
    if (handler == null) {
      reply(message, Reply.Failure.of(unknown(envelope)));
      return;
    }
    guarded(() -> handler.apply(envelope.body(), envelope.stream()))
        .onSuccess(answer -> reply(message, new Reply.Answer(answer)))
        .onFailure(failure -> fail(message, failure));
  }

  private void fail(Message<Envelope> message, Throwable cause) {
    var failure = AtriumException.from(cause);
    if (failure.kind() == AtriumException.Kind.BUG) {
      LOG.error(
          "{} failed on {}", address, message.body().body().getClass().getSimpleName(), cause);
    }
    reply(message, Reply.Failure.of(failure));
  }

  private void reply(Message<Envelope> message, Reply reply) {
    if (message.replyAddress() != null) {
      message.reply(reply, REPLY);
    }
  }

  private AtriumException unknown(Envelope envelope) {
    var type = envelope.body().getClass().getSimpleName();
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
