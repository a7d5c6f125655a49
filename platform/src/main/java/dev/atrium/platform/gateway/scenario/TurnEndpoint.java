package dev.atrium.platform.gateway.scenario;

import dev.atrium.platform.calls.ScenarioTurn;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.call.StreamedAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.MediaTypes;
import io.vertx.core.Future;

/** {@code POST /v1/scenarios/{scenario}/conversations/{conversation}/messages}. */
public final class TurnEndpoint implements Endpoint {
  private final CallDesk desk;

  public TurnEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var request = exchange.body(TurnRequest.class);
    var context = desk.context(exchange, request.user());
    var turn =
        new ScenarioTurn(
            context,
            exchange.pathParameter("scenario"),
            exchange.pathParameter("conversation"),
            request.text());
    return MediaTypes.eventsPreferred(exchange.request())
        ? StreamedAnswer.run(desk, exchange, context, turn, new TurnEvents(exchange.id()))
        : WholeAnswer.run(desk, exchange, context, turn, TurnReply.Turn::of);
  }
}
