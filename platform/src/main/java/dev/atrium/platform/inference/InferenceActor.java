package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The mailbox of one model replica: passes generations to its engine and pieces back. */
public final class InferenceActor extends Actor {
  private final ModelReplica replica;

  public InferenceActor(ModelReplica replica) {
    super(Addresses.inference(replica.info().name()));
    this.replica = replica;
    onStream(GenerationRequest.class, this::generate);
  }

  private Future<GenerationResult> generate(GenerationRequest request, StreamReply reply) {
    var input =
        GenerationInput.of(request.tenant().value(), request.prompt(), request.sampling())
            .within(request.timeout());
    var relay = new Relay(context, reply, model());
    var generation = replica.submit(input, relay);
    reply.onCancel(generation::cancel);
    return relay.end.future();
  }

  private String model() {
    return replica.info().name() + "@" + replica.info().version();
  }

  /** Brings an engine thread's events to the actor's context, in order. */
  private static final class Relay implements GenerationSink {
    private final Promise<GenerationResult> end = Promise.promise();
    private final long received = System.nanoTime();
    private final Context context;
    private final StreamReply reply;
    private final String model;
    private long firstTokenMillis = -1;

    Relay(Context context, StreamReply reply, String model) {
      this.context = context;
      this.reply = reply;
      this.model = model;
    }

    @Override
    public void delta(String text, int tokens) {
      if (firstTokenMillis < 0) {
        firstTokenMillis = millisSinceReceipt();
      }
      context.runOnContext(now -> reply.send(new GenerationPiece(text, tokens)));
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      complete(reason, usage, Optional.empty());
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      complete(FinishReason.FAILED, usage, Optional.of(failure));
    }

    private void complete(
        FinishReason reason, TokenUsage usage, Optional<AtriumException> failure) {
      var result =
          new GenerationResult(
              model, reason, usage, firstTokenMillis, millisSinceReceipt(), failure);
      context.runOnContext(now -> end.complete(result));
    }

    private long millisSinceReceipt() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received);
    }
  }
}
