package dev.atrium.platform.metering;

import dev.atrium.platform.tenancy.TenantId;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a tenant used: totals, totals by scenario and model, and the latest rows.
 *
 * @param rows newest first
 */
public record UsageReport(
    TenantId tenant, Totals totals, List<Group> groups, List<LedgerEntry> rows) {
  public UsageReport {
    groups = List.copyOf(groups);
    rows = List.copyOf(rows);
  }

  /** Sums over ledger rows. */
  public record Totals(
      long calls,
      long completed,
      long failed,
      long aborted,
      long promptTokens,
      long cachedTokens,
      long generatedTokens,
      long deliveredTokens,
      BigDecimal cost,
      String currency) {}

  /** Sums of one scenario and model; empty strings where a call had none. */
  public record Group(String scenario, String model, Totals totals) {}
}
