package dev.atrium.platform.gateway.scenario;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.Cited;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.call.EventRenderer;
import dev.atrium.platform.gateway.call.SentEvents;
import dev.atrium.platform.gateway.http.ErrorForm;
import dev.atrium.platform.gateway.http.Failure;
import io.vertx.core.buffer.Buffer;

/** Writes a turn as the events {@code text}, {@code citation}, {@code handover}, {@code done}. */
final class TurnEvents implements EventRenderer {
  private final String requestId;

  TurnEvents(String requestId) {
    this.requestId = requestId;
  }

  @Override
  public Buffer event(CallEvent event) {
    return switch (event) {
      case CallEvent.Began began -> Buffer.buffer();
      case CallEvent.ToolCalled called -> Buffer.buffer();
      case TextDelta delta when delta.text().isEmpty() -> Buffer.buffer();
      case TextDelta delta -> SentEvents.named("text", new TurnReply.Text(delta.text()));
      case Cited cited -> SentEvents.named("citation", TurnReply.Citation.of(cited));
      case HandedOver over -> SentEvents.named("handover", TurnReply.HandOver.of(over));
    };
  }

  @Override
  public Buffer completion(CallResult result) {
    return SentEvents.named("done", TurnReply.TurnEnd.of(result));
  }

  @Override
  public Buffer failure(Failure failure) {
    return SentEvents.named("error", ErrorForm.PROBLEM.body(failure, requestId));
  }
}
