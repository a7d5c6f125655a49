package dev.atrium.platform.gateway.openai;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.call.StreamedAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer;
import dev.atrium.platform.gateway.call.WholeAnswer.Collected;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.openai.ChatEvents.Head;
import dev.atrium.platform.gateway.openai.ChatReply.AssistantMessage;
import dev.atrium.platform.gateway.openai.ChatReply.Choice;
import dev.atrium.platform.gateway.openai.ChatReply.Completion;
import dev.atrium.platform.gateway.openai.ChatReply.Usage;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.stream.IntStream;

/** {@code POST /v1/chat/completions}. */
public final class ChatEndpoint implements Endpoint {
  private final CallDesk desk;

  public ChatEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var request = ChatRequest.of(exchange.json());
    var context = desk.context(exchange, request.user());
    var call =
        new ChatCompletion(
            context, request.model(), request.prompt(), request.sampling(), request.toolCalls());
    var head = head(context, request);
    return request.streaming().wanted()
        ? StreamedAnswer.run(
            desk, exchange, context, call, new ChatEvents(head, request.streaming().usage()))
        : WholeAnswer.run(desk, exchange, context, call, said -> completion(head, said));
  }

  private static Head head(CallContext context, ChatRequest request) {
    return new Head(
        "chatcmpl-" + context.callId(), Instant.now().getEpochSecond(), request.metadata());
  }

  private static Completion completion(Head head, Collected said) {
    var choices =
        IntStream.range(0, said.answers().size()).mapToObj(index -> choice(said, index)).toList();
    return new Completion(
        head.id(),
        "chat.completion",
        head.created(),
        said.result().model(),
        choices,
        Usage.of(said.result().usage()),
        head.metadata());
  }

  private static Choice choice(Collected said, int index) {
    var answer = said.answers().get(index);
    return new Choice(
        index,
        AssistantMessage.of(answer.text(), answer.toolCalls()),
        LogprobsReply.chat(answer.logprobs()),
        ChatReply.finishReason(said.result().choices().get(index), !answer.toolCalls().isEmpty()));
  }
}
