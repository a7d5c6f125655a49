package dev.atrium.platform.admission;

import static java.util.Objects.requireNonNull;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.moderation.CallGuard;
import dev.atrium.platform.moderation.Moderation;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Plain completions: the tenant's model goes on with the caller's conversation. */
final class ChatCalls {
  private final InferenceClient inference;
  private final Moderation moderation;

  ChatCalls(InferenceClient inference, Moderation moderation) {
    this.inference = inference;
    this.moderation = moderation;
  }

  /** Fails if the content filter refuses the request. */
  Future<CallResult> run(
      ModelCatalogue.Model model, ChatCompletion request, OpenCall call, StreamReply reply) {
    var guard = moderation.guard(request.context().tenant(), request.context().callId());
    return moderation
        .input(guard, request.context().requestBytes(), reader -> reader.input(request.prompt()))
        .compose(
            prompt -> {
              refuseLogprobs(request, guard);
              return generate(model, request, prompt, guard, call, reply);
            });
  }

  private Future<CallResult> generate(
      ModelCatalogue.Model model,
      ChatCompletion request,
      Prompt prompt,
      CallGuard guard,
      OpenCall call,
      StreamReply reply) {
    var stop = new AtomicReference<Runnable>(() -> {});
    var answer =
        new ChatAnswer(
            request,
            call,
            event -> guarded(event, guard, request, reply, requireNonNull(stop.get())));
    call.adapted(ModelCatalogue.adapterOf(request.model()));
    reply.send(new CallEvent.Began(model.id()));
    var generation =
        inference.generate(
            model.name(),
            new GenerationRequest(
                request.context().tenant(),
                prompt,
                request.sampling(),
                ModelCatalogue.adapterOf(request.model()),
                request.context().deadline()),
            answer::pass);
    stop.set(() -> generation.cancel("the content filter ended it"));
    reply.onCancel(() -> generation.cancel("the caller went away"));
    return generation
        .done()
        .onComplete(
            end -> {
              answer.finish();
              guard.outputEnds(event -> reply.send((Record) event));
            })
        .compose(result -> end(result, call, guard));
  }

  /** They would tell the words that the filter takes out. */
  private static void refuseLogprobs(ChatCompletion request, CallGuard guard) {
    if (guard.filtersOutput() && request.sampling().logprobs().isPresent()) {
      throw AtriumException.caller(
          "logprobs_refused",
          "This tenant's content is filtered, so there are no log-probabilities: leave"
              + " 'logprobs' out.");
    }
  }

  private static void guarded(
      CallEvent event, CallGuard guard, ChatCompletion request, StreamReply reply, Runnable stop) {
    guard.output(event, allowed -> reply.send((Record) allowed));
    if (guard.blockedAnswers() == request.sampling().choices()) {
      stop.run();
    }
  }

  private static Future<CallResult> end(GenerationResult result, OpenCall call, CallGuard guard) {
    var finishes =
        IntStream.range(0, result.choices().size())
            .mapToObj(
                choice ->
                    guard.blocked(choice) ? FinishReason.FILTERED : result.choices().get(choice))
            .toList();
    var finish = guard.blocked(0) ? FinishReason.FILTERED : result.finish();
    call.used(result.model(), result.usage(), result.totalMillis());
    call.ended(finish);
    return result
        .failure()
        .<Future<CallResult>>map(Future::failedFuture)
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new CallResult(
                        call.context().callId(),
                        result.model(),
                        finish,
                        finishes,
                        result.usage(),
                        "")));
  }
}
