package dev.atrium.platform.inference;

import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a replica to go on from a prompt, once or several times ({@link
 * SamplingParameters#choices}). Streams {@link GenerationPiece}s, ends with a {@link
 * GenerationResult}.
 *
 * @param adapter name of one of the tenant's adapters; empty = the model as it is
 * @param timeout from the replica's receipt
 */
public record GenerationRequest(
    TenantId tenant,
    Prompt prompt,
    SamplingParameters sampling,
    Optional<String> adapter,
    Duration timeout) {

  /** Asks the model as it is. */
  public GenerationRequest(
      TenantId tenant, Prompt prompt, SamplingParameters sampling, Duration timeout) {
    this(tenant, prompt, sampling, Optional.empty(), timeout);
  }
}
