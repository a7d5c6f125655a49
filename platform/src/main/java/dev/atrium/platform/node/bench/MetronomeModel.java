package dev.atrium.platform.node.bench;

import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * A model that says a token at even intervals until it is stopped. The token is the moment at which
 * it was due, so that its reader can tell how late it is.
 */
final class MetronomeModel extends Actor {
  static final String NAME = "metronome";
  static final String VERSION = "1";
  static final int TOKENS_PER_SECOND = 20;
  private static final long INTERVAL_MILLIS = 1000 / TOKENS_PER_SECOND;
  private static final long NANOS_PER_MILLI = 1_000_000;

  MetronomeModel() {
    super(Addresses.inference(NAME));
    onStream(GenerationRequest.class, this::answer);
  }

  private Future<GenerationResult> answer(GenerationRequest request, StreamReply reply) {
    var end = Promise.<GenerationResult>promise();
    long start = System.nanoTime();
    var said = new int[1];
    var timer =
        vertx.setPeriodic(
            INTERVAL_MILLIS,
            tick -> {
              said[0]++;
              long due = start + said[0] * INTERVAL_MILLIS * NANOS_PER_MILLI;
              reply.send(new GenerationPiece(due + " ", 1, 0, List.of()));
              if (said[0] == request.sampling().maxTokens()) {
                vertx.cancelTimer(tick);
                end.tryComplete(result(FinishReason.LENGTH, said[0]));
              }
            });
    reply.onCancel(
        () -> {
          vertx.cancelTimer(timer);
          end.tryComplete(result(FinishReason.CANCELLED, said[0]));
        });
    return end.future();
  }

  private static GenerationResult result(FinishReason reason, int tokens) {
    return new GenerationResult(
        NAME + "@" + VERSION,
        reason,
        List.of(reason),
        new TokenUsage(1, 0, tokens),
        0,
        0,
        Optional.empty());
  }
}
