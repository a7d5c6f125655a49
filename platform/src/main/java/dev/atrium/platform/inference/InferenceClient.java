package dev.atrium.platform.inference;

import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.StreamCall;
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
