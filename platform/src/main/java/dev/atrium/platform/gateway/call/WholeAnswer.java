package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.Cited;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.http.Exchange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers an exchange with one document when its call is over. */
public final class WholeAnswer {
  private final StringBuilder text = new StringBuilder();
  private final List<Cited> citations = new ArrayList<>();
  private Optional<HandedOver> handOver = Optional.empty();
  private int tokens;

  private WholeAnswer() {}

  /** All that a call said. */
  public record Collected(
      String text, List<Cited> citations, Optional<HandedOver> handOver, CallResult result) {
    public Collected {
      citations = List.copyOf(citations);
    }
  }

  /** Fails if the call failed. */
  public static Future<Void> run(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      Function<Collected, Object> document) {
    var answer = new WholeAnswer();
    var call = new LiveCall(desk, exchange, context, message, answer::collect);
    return call.result()
        .onFailure(failure -> call.close())
        .compose(
            result -> {
              var body = document.apply(answer.collected(result));
              call.delivered(answer.tokens);
              call.close();
              return exchange.answer(body);
            });
  }

  private void collect(CallEvent event) {
    switch (event) {
      case CallEvent.Began began -> {}
      case TextDelta delta -> {
        text.append(delta.text());
        tokens += delta.tokens();
      }
      case Cited cited -> citations.add(cited);
      case HandedOver handedOver -> handOver = Optional.of(handedOver);
    }
  }

  private Collected collected(CallResult result) {
    return new Collected(text.toString(), citations, handOver, result);
  }
}
