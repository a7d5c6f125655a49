package dev.atrium.platform.gateway.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.metering.LedgerEntry;
import dev.atrium.platform.metering.UsageReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A usage report as JSON; amounts of money are text, so that no client rounds them. */
record UsageReply(String tenant, Totals totals, List<Group> groups, List<Row> rows) {
  static UsageReply of(UsageReport report) {
    return new UsageReply(
        report.tenant().value(),
        Totals.of(report.totals()),
        report.groups().stream().map(Group::of).toList(),
        report.rows().stream().map(Row::of).toList());
  }

  record Totals(
      long calls,
      long completed,
      long failed,
      long aborted,
      long promptTokens,
      long cachedTokens,
      long generatedTokens,
      long deliveredTokens,
      String cost,
      String currency) {
    static Totals of(UsageReport.Totals sums) {
      return new Totals(
          sums.calls(),
          sums.completed(),
          sums.failed(),
          sums.aborted(),
          sums.promptTokens(),
          sums.cachedTokens(),
          sums.generatedTokens(),
          sums.deliveredTokens(),
          amount(sums.cost()),
          sums.currency());
    }
  }

  record Group(String scenario, String model, Totals totals) {
    static Group of(UsageReport.Group group) {
      return new Group(group.scenario(), group.model(), Totals.of(group.totals()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Row(
      String callId,
      String keyId,
      Optional<String> user,
      Optional<String> scenario,
      Optional<String> plugin,
      Optional<String> model,
      Optional<String> adapter,
      String status,
      Optional<String> errorCode,
      int promptTokens,
      int cachedTokens,
      int generatedTokens,
      int deliveredTokens,
      Instant arrived,
      Instant ended,
      Optional<Long> firstTokenMillis,
      long engineMillis,
      String cost,
      String currency,
      Optional<String> idempotencyKey) {
    static Row of(LedgerEntry entry) {
      var timing = entry.timing();
      return new Row(
          entry.callId(),
          entry.keyId(),
          entry.endUser(),
          entry.scenario(),
          entry.plugin(),
          entry.model(),
          entry.adapter(),
          entry.status().name().toLowerCase(Locale.ROOT),
          entry.errorCode(),
          entry.tokens().prompt(),
          entry.tokens().cached(),
          entry.tokens().generated(),
          entry.delivered(),
          timing.arrived(),
          timing.ended(),
          Optional.of(timing.firstTokenMillis()).filter(millis -> millis >= 0),
          timing.engineMillis(),
          amount(entry.cost()),
          entry.price().currency(),
          entry.idempotencyKey());
    }
  }

  private static String amount(BigDecimal money) {
    return money.toPlainString();
  }
}
