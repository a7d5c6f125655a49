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
import java.util.List;
import java.util.Optional;

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
    var call = new ChatCompletion(context, request.model(), request.prompt(), request.sampling());
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
    var message = new AssistantMessage("assistant", said.text(), Optional.empty());
    var finish = ChatReply.finishReason(said.result().finish());
    return new Completion(
        head.id(),
        "chat.completion",
        head.created(),
        said.result().model(),
        List.of(new Choice(0, message, Optional.empty(), finish)),
        Usage.of(said.result().usage()),
        head.metadata());
  }
}
