package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.AdapterMessages.Publish;
import dev.atrium.platform.inference.AdapterMessages.Published;
import dev.atrium.platform.inference.AdapterMessages.Retire;
import dev.atrium.platform.inference.AdapterMessages.Retired;
import dev.atrium.platform.inference.ClassificationMessages.Classify;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.Generation;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.Pooling;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.function.Function;

/** The mailbox of one model replica: passes generations to its engine and pieces back. */
public final class InferenceActor extends Actor {
  private static final int TEXTS_TOGETHER = 8;

  private final ModelReplica replica;
  private final Function<Path, AdapterWeights> adapters;
  private final Pooling pooling;

  /** A model whose texts become the mean of their states. */
  public InferenceActor(ModelReplica replica, Function<Path, AdapterWeights> adapters) {
    this(replica, adapters, Pooling.MEAN);
  }

  /**
   * @param adapters reads a PEFT folder for this model
   * @param pooling how its vectors are made, unless a request says so
   */
  public InferenceActor(
      ModelReplica replica, Function<Path, AdapterWeights> adapters, Pooling pooling) {
    super(Addresses.inference(replica.info().name()));
    this.replica = replica;
    this.adapters = adapters;
    this.pooling = pooling;
    on(Publish.class, this::publish);
    on(Retire.class, this::retire);
    onStream(GenerationRequest.class, this::generate);
    onStream(EmbeddingRequest.class, this::embed);
    onStream(Classify.class, (request, reply) -> Future.failedFuture(noClasses()));
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

  private Future<EmbeddingResult> embed(EmbeddingRequest request, StreamReply reply) {
    var run =
        new EmbeddingRun(
            context,
            replica,
            request,
            pooling,
            TEXTS_TOGETHER,
            vector -> Vectors.unit(vector, request.dimensions()));
    reply.onCancel(run::cancel);
    return run.run();
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

  private AtriumException noClasses() {
    return AtriumException.caller(
        "model_unfit", "Model '%s' is no classifier.".formatted(replica.info().name()));
  }

  private String model() {
    return replica.info().name() + "@" + replica.info().version();
  }
}
