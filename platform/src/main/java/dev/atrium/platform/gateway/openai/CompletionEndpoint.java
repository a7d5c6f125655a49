package dev.atrium.platform.gateway.openai;

import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.call.StreamedAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer.Collected;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.openai.ChatReply.Usage;
import dev.atrium.platform.gateway.openai.CompletionReply.Head;
import dev.atrium.platform.gateway.openai.CompletionReply.TextChoice;
import dev.atrium.platform.gateway.openai.CompletionReply.TextCompletion;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code POST /v1/completions}: goes on from a text as it is. */
public final class CompletionEndpoint implements Endpoint {
  private final CallDesk desk;

  public CompletionEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var request = CompletionRequest.of(exchange.json());
    var context = desk.context(exchange, request.user());
    var call =
        new ChatCompletion(context, request.model(), request.prompt(), request.sampling(), 0);
    var head = new Head("cmpl-" + context.callId(), Instant.now().getEpochSecond());
    return request.streaming().wanted()
        ? StreamedAnswer.run(
            desk, exchange, context, call, new CompletionEvents(head, request.streaming().usage()))
        : WholeAnswer.run(desk, exchange, context, call, said -> completion(head, said));
  }

  private static TextCompletion completion(Head head, Collected said) {
    var choices =
        IntStream.range(0, said.answers().size()).mapToObj(index -> choice(said, index)).toList();
    return TextCompletion.of(
        head, said.result().model(), choices, Optional.of(Usage.of(said.result().usage())));
  }

  private static TextChoice choice(Collected said, int index) {
    var answer = said.answers().get(index);
    var finish = Optional.of(ChatReply.finishReason(said.result().choices().get(index)));
    return new TextChoice(index, answer.text(), LogprobsReply.text(answer.logprobs(), 0), finish);
  }
}
