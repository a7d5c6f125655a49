package dev.atrium.platform.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node was told.
 *
 * @param dataDirectory holds the embedded database, the indexes and the spool
 * @param databaseUrl an outside PostgreSQL, as {@code
 *     postgresql://user:password@host:port/database}; empty = the embedded one
 * @param model the folder of the model that answers as {@code default}
 * @param encoders the folders of models that make vectors and classes of texts
 * @param remoteModels the file that describes models that run elsewhere
 * @param readyFile written when the node is ready; empty = none
 * @param webhookHosts hosts that webhooks may lead to though they are private or unencrypted
 * @param ledgerMonths months of ledger rows that are kept besides the present one; 0 = all
 * @param drain how long calls in flight may go on after a stop
 */
public record Settings(
    String host,
    int port,
    Path dataDirectory,
    Optional<String> databaseUrl,
    Path model,
    List<Path> encoders,
    Optional<Path> remoteModels,
    Path plugins,
    Path tenants,
    Path console,
    Optional<Path> readyFile,
    Inference inference,
    List<String> webhookHosts,
    int ledgerMonths,
    Duration drain) {
  public Settings {
    encoders = List.copyOf(encoders);
  }

  /**
   * The engine's share of the machine.
   *
   * @param sequences sequences decoded together at the most
   * @param queue sequences that may wait
   * @param tenantQueue sequences of one tenant that may wait
   * @param contextTokens prompt and answer together; 0 = the model's own
   * @param kvBytes memory for the KV cache; 0 = enough for that many sequences
   * @param sharedPrompts the folder of the operator's own system prompts
   */
  public record Inference(
      int sequences,
      int queue,
      int tenantQueue,
      int contextTokens,
      Precision precision,
      long kvBytes,
      Optional<Path> sharedPrompts) {}

  /** Number formats of a model. */
  public enum Precision {
    FLOAT32,
    BFLOAT16,
    INT8,
    W8A8
  }
}
