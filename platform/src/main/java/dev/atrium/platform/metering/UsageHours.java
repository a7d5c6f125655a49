package dev.atrium.platform.metering;

import dev.atrium.platform.metering.UsageReport.Totals;
import java.time.Instant;
import java.util.List;

/**
 * What a tenant used by hour, key, end user, scenario, plugin, model and adapter; the sums of its
 * rows are the ledger's to the last token. Cost without calls is that of corrections.
 *
 * @param complete whether no row was left out for their number
 */
public record UsageHours(List<Hour> hours, boolean complete) {
  public UsageHours {
    hours = List.copyOf(hours);
  }

  /** Calls of one hour that are alike; empty texts where a call had none. */
  public record Hour(
      Instant begins,
      String key,
      String user,
      String scenario,
      String plugin,
      String model,
      String adapter,
      Totals totals) {}
}
