package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Answers an exchange with one document made of all that its call sent; it generates no text. */
public final class ReadAnswer {
  private ReadAnswer() {}

  /**
   * Fails if the call failed.
   *
   * @param document made of what was sent and the result, away from the event loop
   */
  public static Future<Void> run(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      BiFunction<List<Record>, CallResult, Object> document) {
    var sent = new ArrayList<Record>();
    var call = new LiveCall(desk, exchange, context, message, sent::add);
    return call.result()
        .compose(
            result ->
                exchange
                    .web()
                    .vertx()
                    .executeBlocking(() -> Json.write(document.apply(sent, result)), false))
        .onFailure(failure -> call.close())
        .compose(
            body -> {
              call.close();
              return exchange.response().putHeader("content-type", "application/json").end(body);
            });
  }
}
