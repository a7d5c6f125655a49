package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;

/** Plain completions: the tenant's model goes on with the caller's conversation. */
final class ChatCalls {
  private final InferenceClient inference;

  ChatCalls(InferenceClient inference) {
    this.inference = inference;
  }

  Future<CallResult> run(
      ModelCatalogue.Model model, ChatCompletion request, OpenCall call, StreamReply reply) {
    reply.send(new CallEvent.Began(model.id()));
    var generation =
        inference.generate(
            model.name(),
            new GenerationRequest(
                request.context().tenant(),
                request.prompt(),
                request.sampling(),
                request.context().deadline()),
            piece -> pass(piece, call, reply));
    reply.onCancel(() -> generation.cancel("the caller went away"));
    return generation.done().compose(result -> end(result, call));
  }

  private static void pass(GenerationPiece piece, OpenCall call, StreamReply reply) {
    call.answering();
    reply.send(
        new CallEvent.TextDelta(piece.text(), piece.tokens(), piece.choice(), piece.logprobs()));
  }

  private static Future<CallResult> end(GenerationResult result, OpenCall call) {
    call.used(result.model(), result.usage(), result.totalMillis());
    call.ended(result.finish());
    return result
        .failure()
        .<Future<CallResult>>map(Future::failedFuture)
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new CallResult(
                        call.context().callId(),
                        result.model(),
                        result.finish(),
                        result.choices(),
                        result.usage(),
                        "")));
  }
}
