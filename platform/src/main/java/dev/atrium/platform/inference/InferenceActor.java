package dev.atrium.platform.inference;

import dev.atrium.platform.inference.engine.Generation;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;

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
    var relay = new Relay(context, reply, model(), request.sampling().choices());
    var generations = replica.submitAll(input, relay.sinks());
    reply.onCancel(() -> generations.forEach(Generation::cancel));
    return relay.end();
  }

  private String model() {
    return replica.info().name() + "@" + replica.info().version();
  }
}
