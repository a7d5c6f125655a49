package dev.atrium.platform.inference;

import dev.atrium.platform.inference.AdapterMessages.Publish;
import dev.atrium.platform.inference.AdapterMessages.Published;
import dev.atrium.platform.inference.AdapterMessages.Retire;
import dev.atrium.platform.inference.AdapterMessages.Retired;
import dev.atrium.platform.inference.ClassificationMessages.Classes;
import dev.atrium.platform.inference.ClassificationMessages.Classify;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Calls the replicas of the mesh. Any context; pieces arrive on the caller's. */
public final class InferenceClient {
  /** The engine ends a late generation itself and tells what it counted; the mesh waits longer. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Mesh mesh;

  public InferenceClient(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Publishes a PEFT folder as a tenant's adapter of a model; requests name it from then on, those
   * in flight keep the version that they began with.
   *
   * @return the version; fails with OUTSIDE if the folder is broken or does not fit the model
   */
  public Future<String> publish(String model, TenantId tenant, String adapter, Path folder) {
    return mesh.ask(
            Addresses.inference(model), new Publish(tenant, adapter, folder), Published.class)
        .map(Published::version);
  }

  /** Ends a tenant's adapter; false if there was none. */
  public Future<Boolean> retire(String model, TenantId tenant, String adapter) {
    return mesh.ask(Addresses.inference(model), new Retire(tenant, adapter), Retired.class)
        .map(Retired::existed);
  }

  /**
   * Has vectors made of texts.
   *
   * @param model the model's name
   */
  public StreamCall<EmbeddingResult> embed(String model, EmbeddingRequest request) {
    return mesh.stream(
        Addresses.inference(model),
        request,
        Record.class,
        EmbeddingResult.class,
        request.timeout().plus(GRACE),
        nothing -> {});
  }

  /**
   * Has texts classified.
   *
   * @param model the model's name
   */
  public StreamCall<Classes> classify(String model, Classify request) {
    return mesh.stream(
        Addresses.inference(model),
        request,
        Record.class,
        Classes.class,
        request.timeout().plus(GRACE),
        nothing -> {});
  }

  /**
   * Starts a generation.
   *
   * @param model the model's name
   */
  public StreamCall<GenerationResult> generate(
      String model, GenerationRequest request, Consumer<GenerationPiece> sink) {
    return mesh.stream(
        Addresses.inference(model),
        request,
        GenerationPiece.class,
        GenerationResult.class,
        request.timeout().plus(GRACE),
        sink);
  }
}
