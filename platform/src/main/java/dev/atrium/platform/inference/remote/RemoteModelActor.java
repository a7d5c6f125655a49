package dev.atrium.platform.inference.remote;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ClassificationMessages.Classify;
import dev.atrium.platform.inference.EmbeddingRequest;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mailbox of one remote model: takes the generations that a local replica takes. */
public final class RemoteModelActor extends Actor {
  private static final int CONNECTIONS = 256;

  private final RemoteModel model;
  private final Map<String, String> environment;
  private Optional<Route> route = Optional.empty();

  /**
   * What every generation of the model goes by.
   *
   * @param breakers one for each endpoint
   * @param keys the environment, where credentials may stand
   */
  record Route(
      RemoteModel model,
      HttpClient client,
      List<CircuitBreaker> breakers,
      Map<String, String> keys) {
    String id() {
      return model.name() + "@" + RemoteModel.VERSION;
    }
  }

  public RemoteModelActor(RemoteModel model, Map<String, String> environment) {
    super(Addresses.inference(model.name()));
    this.model = model;
    this.environment = Map.copyOf(environment);
    onStream(GenerationRequest.class, this::generate);
    onStream(EmbeddingRequest.class, (request, reply) -> Future.failedFuture(noVectors()));
    onStream(Classify.class, (request, reply) -> Future.failedFuture(noClasses()));
  }

  @Override
  public Future<?> start() {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setMaxRedirects(0),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    var breakers =
        model.endpoints().stream().map(each -> new CircuitBreaker(System::nanoTime)).toList();
    route = Optional.of(new Route(model, client, breakers, environment));
    return super.start();
  }

  private AtriumException noClasses() {
    return AtriumException.caller(
        "model_unfit", "Model '%s' is no classifier.".formatted(model.name()));
  }

  private AtriumException noVectors() {
    return AtriumException.caller(
        "embeddings_unsupported",
        "Model '%s' runs elsewhere and makes no vectors here.".formatted(model.name()));
  }

  private Future<GenerationResult> generate(GenerationRequest request, StreamReply reply) {
    var generation = new RemoteGeneration(vertx, route.orElseThrow(), request, reply::send);
    reply.onCancel(generation::cancel);
    return generation.run();
  }
}
