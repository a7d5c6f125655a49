package dev.atrium.platform.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.call.StreamedAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer.Collected;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;

/** {@code POST /v1/responses}. */
public final class ResponsesEndpoint implements Endpoint {
  private final CallDesk desk;

  public ResponsesEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var request = ResponsesRequest.of(exchange.json());
    var context = desk.context(exchange, request.user());
    var call =
        new ChatCompletion(
            context, request.model(), request.prompt(), request.sampling(), request.toolCalls());
    var document =
        new ResponseDocument(context.callId(), Instant.now().getEpochSecond(), exchange.json());
    return request.streamed()
        ? StreamedAnswer.run(desk, exchange, context, call, new ResponseEvents(document))
        : WholeAnswer.run(desk, exchange, context, call, said -> response(document, said));
  }

  private static Object response(ResponseDocument document, Collected said) {
    var output = new ArrayList<ObjectNode>();
    var calls = said.answers().getFirst().toolCalls();
    if (calls.isEmpty() || !said.text().isBlank()) {
      output.add(document.message(said.text(), true));
    }
    calls.forEach(called -> output.add(document.call(called, true)));
    return document.ended(said.result(), output);
  }
}
