package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.EmbeddingCall;
import dev.atrium.platform.inference.EmbeddingRequest;
import dev.atrium.platform.inference.EmbeddingResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.moderation.Moderation;
import io.vertx.core.Future;
import java.util.List;

/** Vectors: the tenant's model reads the caller's texts. */
final class EmbeddingCalls {
  private final InferenceClient inference;
  private final Moderation moderation;

  EmbeddingCalls(InferenceClient inference, Moderation moderation) {
    this.inference = inference;
    this.moderation = moderation;
  }

  /** Fails if the content filter refuses a text. */
  Future<CallResult> run(
      ModelCatalogue.Model model, EmbeddingCall request, OpenCall call, StreamReply reply) {
    var context = request.context();
    var guard = moderation.guard(context.tenant(), context.callId());
    return moderation
        .input(
            guard,
            context.requestBytes(),
            reader -> request.texts().stream().map(reader::input).toList())
        .onSuccess(allowed -> guard.outputEnds(nothing -> {}))
        .compose(allowed -> embed(model, request, allowed, call, reply));
  }

  private Future<CallResult> embed(
      ModelCatalogue.Model model,
      EmbeddingCall request,
      List<Prompt> texts,
      OpenCall call,
      StreamReply reply) {
    var context = request.context();
    var adapter = ModelCatalogue.adapterOf(request.model());
    call.adapted(adapter);
    var running =
        inference.embed(
            model.name(),
            new EmbeddingRequest(
                context.tenant(),
                texts,
                request.pooling(),
                request.dimensions(),
                adapter,
                context.deadline()));
    reply.onCancel(() -> running.cancel("the caller went away"));
    return running.done().compose(result -> end(result, call, reply));
  }

  private static Future<CallResult> end(EmbeddingResult result, OpenCall call, StreamReply reply) {
    var usage = new TokenUsage(result.tokens(), 0, 0);
    call.used(result.model(), usage, result.totalMillis());
    if (result.failure().isPresent()) {
      return Future.failedFuture(result.failure().get());
    }
    call.ended(FinishReason.STOP);
    reply.send(new EmbeddingCall.Embeddings(result.vectors()));
    return Future.succeededFuture(
        new CallResult(call.context().callId(), result.model(), FinishReason.STOP, usage, ""));
  }
}
