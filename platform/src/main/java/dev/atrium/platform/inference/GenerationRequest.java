package dev.atrium.platform.inference;

import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.List;

/**
 * Asks a replica to answer a conversation. Streams {@link GenerationPiece}s, ends with a {@link
 * GenerationResult}.
 *
 * @param timeout from the replica's receipt
 */
public record GenerationRequest(
    TenantId tenant, List<ChatMessage> messages, SamplingParameters sampling, Duration timeout) {
  public GenerationRequest {
    messages = List.copyOf(messages);
  }
}
