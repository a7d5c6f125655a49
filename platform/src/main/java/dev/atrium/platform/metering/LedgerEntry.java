package dev.atrium.platform.metering;

import dev.atrium.platform.allowance.Account;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.tenancy.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call in the ledger, completed, failed or aborted. Never changed after it is written.
 *
 * @param delivered generated tokens whose text reached the client
 * @param price the price list's values that applied
 * @param cost in {@code price.currency}, exact
 * @param fingerprint of what was asked, if the call has an idempotency key; else empty
 * @param accounts what the call's use is charged to, when the row is written
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
    Optional<String> idempotencyKey,
    String fingerprint,
    List<Account> accounts) {
  public LedgerEntry {
    // entries that were spooled before there were fingerprints and accounts
    fingerprint = fingerprint == null ? "" : fingerprint;
    accounts = accounts == null ? List.of() : List.copyOf(accounts);
  }

  /** The row of this call if its node ended after so many tokens. */
  LedgerEntry cutOff(int generated) {
    var known = new TokenUsage(tokens.prompt(), tokens.cached(), generated);
    return new LedgerEntry(
        callId,
        tenant,
        keyId,
        endUser,
        scenario,
        plugin,
        model,
        adapter,
        status,
        errorCode,
        known,
        delivered,
        timing,
        price,
        price.cost(known),
        idempotencyKey,
        fingerprint,
        accounts);
  }

  /** This row without what its caller named, which may be long. */
  LedgerEntry withoutNames() {
    return new LedgerEntry(
        callId,
        tenant,
        keyId,
        Optional.empty(),
        scenario,
        plugin,
        model,
        adapter,
        status,
        errorCode,
        tokens,
        delivered,
        timing,
        price,
        cost,
        Optional.empty(),
        "",
        List.of());
  }

  /** What this call costs an account. */
  public long charge(Account account) {
    return account.charge((long) tokens.prompt() + tokens.generated(), cost);
  }

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
