package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.TokenLogprob;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Brings the events of a request's answers from an engine's thread to the actor's context, in
 * order, and ends when the last answer has ended.
 */
final class Relay {
  private final Promise<GenerationResult> end = Promise.promise();
  private final long received = System.nanoTime();
  private final Context context;
  private final StreamReply reply;
  private final String model;
  private final List<FinishReason> reasons;
  private Optional<AtriumException> failure = Optional.empty();
  private TokenUsage usage = TokenUsage.NONE;
  private int open;
  private long firstTokenMillis = -1;

  Relay(Context context, StreamReply reply, String model, int choices) {
    this.context = context;
    this.reply = reply;
    this.model = model;
    this.open = choices;
    this.reasons = new ArrayList<>(Collections.nCopies(choices, FinishReason.CANCELLED));
  }

  Future<GenerationResult> end() {
    return end.future();
  }

  /** One for each answer. */
  List<GenerationSink> sinks() {
    return IntStream.range(0, reasons.size()).<GenerationSink>mapToObj(Answer::new).toList();
  }

  /** One answer's way back; called on the engine's thread. */
  private final class Answer implements GenerationSink {
    private final int choice;

    Answer(int choice) {
      this.choice = choice;
    }

    @Override
    public void delta(String text, int tokens) {
      delta(text, tokens, List.of());
    }

    @Override
    public void delta(String text, int tokens, List<TokenLogprob> logprobs) {
      var millis = millisSinceReceipt();
      context.runOnContext(
          now -> {
            firstTokenMillis = firstTokenMillis < 0 ? millis : firstTokenMillis;
            reply.send(new GenerationPiece(text, tokens, choice, logprobs));
          });
    }

    @Override
    public void finished(FinishReason reason, TokenUsage used) {
      context.runOnContext(now -> ended(choice, reason, used));
    }

    @Override
    public void failed(AtriumException cause, TokenUsage used) {
      context.runOnContext(
          now -> {
            failure = failure.or(() -> Optional.of(cause));
            ended(choice, FinishReason.FAILED, used);
          });
    }
  }

  private void ended(int choice, FinishReason reason, TokenUsage used) {
    reasons.set(choice, reason);
    usage = usage.besides(used);
    open--;
    if (open == 0) {
      var finish = failure.isPresent() ? FinishReason.FAILED : reasons.getFirst();
      end.complete(
          new GenerationResult(
              model, finish, reasons, usage, firstTokenMillis, millisSinceReceipt(), failure));
    }
  }

  private long millisSinceReceipt() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received);
  }
}
