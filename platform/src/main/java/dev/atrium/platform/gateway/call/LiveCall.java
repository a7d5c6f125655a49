package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.Admitted;
import dev.atrium.platform.calls.CallClosed;
import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamCall;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The call behind a response. It is cancelled when its client goes, and its tenant is told once,
 * after the call's end, how many tokens the client got.
 */
final class LiveCall {
  private static final long CANCEL_AGAIN_MILLIS = 100;

  private final CallDesk desk;
  private final String tenant;
  private final StreamCall<CallResult> upstream;
  private final String callId;
  private int delivered;
  private boolean abandoned;
  private boolean closed;

  /** Begins the call. Events arrive on the event loop, none after the client has gone. */
  LiveCall(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      Consumer<Record> sink) {
    this.desk = desk;
    this.tenant = Addresses.tenant(context.tenant().value());
    this.callId = context.callId();
    this.upstream =
        desk.mesh().stream(
            tenant,
            message,
            Record.class,
            CallResult.class,
            context.deadline().plus(CallDesk.GRACE),
            said -> {
              if (said instanceof Admitted admitted) {
                RateHeaders.write(exchange.response(), admitted);
              } else if (!abandoned) {
                sink.accept(said);
              }
            });
    exchange.web().addEndHandler(this::responseEnded);
  }

  /** The call's result, or why there is none. Never completes once the client has gone. */
  Future<CallResult> result() {
    return Future.future(
        promise ->
            upstream
                .done()
                .compose(LiveCall::usable)
                .onComplete(
                    end -> {
                      if (!abandoned) {
                        promise.handle(end);
                      }
                    }));
  }

  /** Notes that text of so many tokens reached the client's connection. */
  void delivered(int tokens) {
    delivered += tokens;
  }

  /** Tells the tenant that this is over. Call right before the last bytes are written. */
  void close() {
    if (!closed) {
      closed = true;
      desk.mesh().tell(tenant, new CallClosed(callId, delivered, abandoned));
    }
  }

  private void responseEnded(AsyncResult<Void> end) {
    if (end.failed()) {
      abandon();
    }
  }

  /** Stops the call, because nobody reads its answer. */
  void abandon() {
    if (!closed && !abandoned) {
      abandoned = true;
      cancel();
      upstream.done().onComplete(end -> close());
    }
  }

  /** A cancellation may overtake its call, so it is repeated until the call ends. */
  private void cancel() {
    if (!upstream.done().isComplete()) {
      upstream.cancel("the client went away");
      desk.mesh().vertx().setTimer(CANCEL_AGAIN_MILLIS, timer -> cancel());
    }
  }

  private static Future<CallResult> usable(CallResult result) {
    return switch (result.finish()) {
      case STOP, LENGTH, FILTERED -> Future.succeededFuture(result);
      case DEADLINE ->
          Future.failedFuture(
              AtriumException.capacity(
                  "deadline_exceeded",
                  "The call took longer than its deadline.",
                  Duration.ofSeconds(1)));
      case CANCELLED ->
          Future.failedFuture(
              AtriumException.capacity(
                  "stopping", "The call was stopped on the way.", Duration.ofSeconds(1)));
      case FAILED ->
          Future.failedFuture(
              AtriumException.outside("engine_failed", "The model failed on the way."));
    };
  }
}
