package dev.atrium.platform.metering;

import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.tenancy.TenantId;
import java.util.Optional;

/** What may be asked of the Metering actor besides recording a {@link LedgerEntry}. */
public final class MeteringMessages {
  private MeteringMessages() {}

  /** The answer to a {@link LedgerEntry}: it is in the ledger, or safe on this node's disk. */
  public record Recorded(String callId) {}

  /** Asks to bring all that was recorded before into the ledger; answered with {@link Flushed}. */
  public record Flush() {}

  /** All that was recorded before the flush is in the ledger. */
  public record Flushed() {}

  /** Asks what a tenant used; answered with a {@link UsageReport} of all recorded before. */
  public record UsageOf(TenantId tenant, UsageQuestion question) {}

  /** Asks what a tenant used by hour; answered with {@link UsageHours} of all recorded before. */
  public record UsageHoursOf(TenantId tenant, UsageHoursQuestion question) {}

  /** Asks whether an idempotency key was used; answered with {@link KeyUse}. */
  public record KeyUseOf(TenantId tenant, String idempotencyKey) {}

  /** The answer to {@link KeyUseOf}: who used the key first, if anyone did. */
  public record KeyUse(Optional<FirstUse> first) {}

  /**
   * The first use of an idempotency key.
   *
   * @param fingerprint of what was asked; empty if it is not known any more
   */
  public record FirstUse(String callId, String fingerprint) {}
}
