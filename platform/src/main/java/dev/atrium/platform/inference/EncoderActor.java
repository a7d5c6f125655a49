package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ClassificationMessages.Classes;
import dev.atrium.platform.inference.ClassificationMessages.Classify;
import dev.atrium.platform.inference.encoder.EncoderReplica;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalInt;

/** The mailbox of one encoder: takes texts to make vectors of, and texts to classify. */
public final class EncoderActor extends Actor {
  private static final int TEXTS_TOGETHER = 64;

  private final EncoderReplica replica;

  public EncoderActor(EncoderReplica replica) {
    super(Addresses.inference(replica.info().name()));
    this.replica = replica;
    onStream(EmbeddingRequest.class, this::embed);
    onStream(Classify.class, this::classify);
    onStream(GenerationRequest.class, (request, reply) -> Future.failedFuture(noWriter()));
  }

  private Future<EmbeddingResult> embed(EmbeddingRequest request, StreamReply reply) {
    var run =
        new EmbeddingRun(
            context,
            replica,
            request,
            replica.info().pooling(),
            TEXTS_TOGETHER,
            vector -> Vectors.unit(vector, request.dimensions()));
    reply.onCancel(run::cancel);
    return run.run();
  }

  private Future<Classes> classify(Classify request, StreamReply reply) {
    var run =
        new EmbeddingRun(
            context,
            replica.classifier(),
            asRequest(request),
            replica.info().pooling(),
            TEXTS_TOGETHER,
            probabilities -> probabilities);
    reply.onCancel(run::cancel);
    return run.run().map(this::classes);
  }

  private static EmbeddingRequest asRequest(Classify request) {
    return new EmbeddingRequest(
        request.tenant(),
        request.texts().stream().<Prompt>map(Prompt.Text::new).toList(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        request.timeout());
  }

  private Classes classes(EmbeddingResult result) {
    return new Classes(
        result.model(),
        replica.info().labels(),
        result.vectors(),
        result.tokens(),
        result.totalMillis(),
        result.failure());
  }

  private AtriumException noWriter() {
    return AtriumException.caller(
        "model_unfit",
        "Model '%s' makes vectors and classes, not text.".formatted(replica.info().name()));
  }
}
