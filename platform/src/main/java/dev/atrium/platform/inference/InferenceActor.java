package dev.atrium.platform.inference;

import dev.atrium.platform.inference.AdapterMessages.Publish;
import dev.atrium.platform.inference.AdapterMessages.Published;
import dev.atrium.platform.inference.AdapterMessages.Retire;
import dev.atrium.platform.inference.AdapterMessages.Retired;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.Generation;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.function.Function;

/** The mailbox of one model replica: passes generations to its engine and pieces back. */
public final class InferenceActor extends Actor {
  private final ModelReplica replica;
  private final Function<Path, AdapterWeights> adapters;

  /**
   * @param adapters reads a PEFT folder for this model
   */
  public InferenceActor(ModelReplica replica, Function<Path, AdapterWeights> adapters) {
    super(Addresses.inference(replica.info().name()));
    this.replica = replica;
    this.adapters = adapters;
    on(Publish.class, this::publish);
    on(Retire.class, this::retire);
    onStream(GenerationRequest.class, this::generate);
  }

  private Future<GenerationResult> generate(GenerationRequest request, StreamReply reply) {
    var input =
        GenerationInput.of(request.tenant().value(), request.prompt(), request.sampling())
            .adapted(request.adapter())
            .within(request.timeout());
    var relay = new Relay(context, reply, model(), request.sampling().choices());
    var generations = replica.submitAll(input, relay.sinks());
    reply.onCancel(() -> generations.forEach(Generation::cancel));
    return relay.end();
  }

  private Future<Published> publish(Publish request) {
    var weights = adapters.apply(request.folder());
    var version = replica.publishAdapter(request.tenant().value(), request.adapter(), weights);
    return Future.succeededFuture(new Published(version));
  }

  private Future<Retired> retire(Retire request) {
    var existed = replica.retireAdapter(request.tenant().value(), request.adapter());
    return Future.succeededFuture(new Retired(existed));
  }

  private String model() {
    return replica.info().name() + "@" + replica.info().version();
  }
}
