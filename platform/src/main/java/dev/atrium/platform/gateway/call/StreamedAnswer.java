package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.http.EventStream;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Answers an exchange with a call's events as they come. */
public final class StreamedAnswer {
  private final EventStream stream;
  private final EventRenderer renderer;
  private final LiveCall call;
  private int unwrittenTokens;

  private StreamedAnswer(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      EventRenderer renderer) {
    this.stream =
        new EventStream(exchange.web().vertx(), exchange.response(), desk.readers(), this::giveUp);
    this.renderer = renderer;
    this.call = new LiveCall(desk, exchange, context, message, said -> pass((CallEvent) said));
  }

  /** Fails if the call failed before its first event. */
  public static Future<Void> run(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      EventRenderer renderer) {
    var answer = new StreamedAnswer(desk, exchange, context, message, renderer);
    return answer.call.result().compose(answer::complete, answer::fail);
  }

  private void giveUp() {
    call.abandon();
  }

  private void pass(CallEvent event) {
    unwrittenTokens +=
        switch (event) {
          case TextDelta delta -> delta.tokens();
          case ToolCalled called -> called.tokens();
          default -> 0;
        };
    var rendered = renderer.event(event);
    if (rendered.length() > 0) {
      int tokens = unwrittenTokens;
      unwrittenTokens = 0;
      stream.write(rendered).onSuccess(sent -> call.delivered(tokens));
    }
  }

  private Future<Void> complete(CallResult result) {
    call.delivered(unwrittenTokens);
    return end(renderer.completion(result));
  }

  private Future<Void> fail(Throwable cause) {
    if (!stream.opened()) {
      call.close();
      return Future.failedFuture(cause);
    }
    return end(renderer.failure(Failure.of(cause)));
  }

  private Future<Void> end(Buffer last) {
    return stream
        .drained()
        .compose(
            taken -> {
              call.close();
              return stream.end(last);
            });
  }
}
