package dev.atrium.platform.metering;

import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.tenancy.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One call in the ledger, completed, failed or aborted. Never changed after it is written.
 *
 * @param delivered generated tokens whose text reached the client
 * @param price the price list's values that applied
 * @param cost in {@code price.currency}, exact
 */
public record LedgerEntry(
    String callId,
    TenantId tenant,
    String keyId,
    Optional<String> endUser,
    Optional<String> scenario,
    Optional<String> plugin,
    Optional<String> model,
    Optional<String> adapter,
    Status status,
    Optional<String> errorCode,
    TokenUsage tokens,
    int delivered,
    Timing timing,
    Price price,
    BigDecimal cost,
    Optional<String> idempotencyKey) {

  /** How the call ended. */
  public enum Status {
    COMPLETED,
    FAILED,
    ABORTED
  }

  /**
   * When and how long.
   *
   * @param firstTokenMillis from arrival to the first token; -1 if there was none
   * @param engineMillis from submission to the model to its last token, queueing included
   */
  public record Timing(Instant arrived, Instant ended, long firstTokenMillis, long engineMillis) {}

  /** Prices per million tokens. */
  public record Price(String currency, BigDecimal prompt, BigDecimal cached, BigDecimal generated) {
    private static final int MILLION_DIGITS = 6;

    /** The exact cost of some tokens; cached prompt tokens cost the cached price alone. */
    public BigDecimal cost(TokenUsage tokens) {
      return prompt
          .multiply(BigDecimal.valueOf(tokens.prompt() - tokens.cached()))
          .add(cached.multiply(BigDecimal.valueOf(tokens.cached())))
          .add(generated.multiply(BigDecimal.valueOf(tokens.generated())))
          .movePointLeft(MILLION_DIGITS);
    }
  }
}
