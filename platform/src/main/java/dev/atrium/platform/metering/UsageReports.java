package dev.atrium.platform.metering;

import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.metering.MeteringMessages.FirstUse;
import dev.atrium.platform.metering.UsageReport.Group;
import dev.atrium.platform.metering.UsageReport.Totals;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the ledger of one tenant at a time. Any thread.
 *
 * <p>Amounts of different currencies are never added: a scenario and model that was billed in two
 * has two groups, and the report's total is in the currency of the latest call.
 */
public final class UsageReports {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final String SUMS =
      """
      SELECT coalesce(scenario, '') AS scenario, coalesce(model, '') AS model, currency,
        count(*) AS calls,
        count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
        count(*) FILTER (WHERE status = 'FAILED') AS failed,
        count(*) FILTER (WHERE status = 'ABORTED') AS aborted,
        sum(prompt_tokens)::bigint AS prompt, sum(cached_tokens)::bigint AS cached,
        sum(generated_tokens)::bigint AS generated, sum(delivered_tokens)::bigint AS delivered,
        sum(cost)::text AS cost, max(arrived_at) AS latest
      FROM ledger WHERE arrived_at >= $1 AND arrived_at < $2
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """;

  private static final int MOST_HOURS = 50_000;
  private static final String HOURS =
      """
      SELECT date_trunc('hour', arrived_at, 'UTC') AS begins, key_id,
        coalesce(end_user, '') AS end_user, coalesce(scenario, '') AS scenario,
        coalesce(plugin, '') AS plugin, coalesce(model, '') AS model,
        coalesce(adapter, '') AS adapter, currency,
        count(*) AS calls,
        count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
        count(*) FILTER (WHERE status = 'FAILED') AS failed,
        count(*) FILTER (WHERE status = 'ABORTED') AS aborted,
        sum(prompt_tokens)::bigint AS prompt, sum(cached_tokens)::bigint AS cached,
        sum(generated_tokens)::bigint AS generated, sum(delivered_tokens)::bigint AS delivered,
        sum(cost)::text AS cost
      FROM ledger WHERE arrived_at >= $1 AND arrived_at < $2
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8 LIMIT $3
      """;

  private final Database database;

  public UsageReports(Database database) {
    this.database = database;
  }

  /** What is in the ledger now; ask the Metering actor for a report that misses nothing. */
  public Future<UsageReport> report(TenantId tenant, UsageQuestion question) {
    var from = time(question.from().orElse(EARLIEST));
    var to = time(question.to().orElse(LATEST));
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(SUMS)
                .execute(Tuple.of(from, to))
                .map(UsageReports::sums)
                .compose(
                    sums ->
                        rows(connection, Tuple.of(from, to, question.rows()))
                            .map(rows -> report(tenant, sums, rows))));
  }

  /** What is in the ledger now, by hour and by everything a call is told apart by. */
  public Future<UsageHours> hours(TenantId tenant, UsageHoursQuestion question) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(HOURS)
                .execute(Tuple.of(time(question.from()), time(question.to()), MOST_HOURS + 1))
                .map(
                    rows -> {
                      var hours = new ArrayList<UsageHours.Hour>();
                      rows.forEach(row -> hours.add(hour(row)));
                      boolean complete = hours.size() <= MOST_HOURS;
                      return new UsageHours(
                          complete ? hours : hours.subList(0, MOST_HOURS), complete);
                    }));
  }

  private static UsageHours.Hour hour(Row row) {
    return new UsageHours.Hour(
        row.getOffsetDateTime("begins").toInstant(),
        row.getString("key_id"),
        row.getString("end_user"),
        row.getString("scenario"),
        row.getString("plugin"),
        row.getString("model"),
        row.getString("adapter"),
        totals(row));
  }

  /** The call that used an idempotency key first, if one did. */
  public Future<Optional<FirstUse>> idempotencyKeyUsed(TenantId tenant, String idempotencyKey) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    "SELECT call_id, fingerprint FROM idempotency_claim"
                        + " WHERE idempotency_key = $1")
                .execute(Tuple.of(StorableText.of(idempotencyKey)))
                .map(
                    found ->
                        found.size() == 0
                            ? Optional.empty()
                            : Optional.of(firstUse(found.iterator().next()))));
  }

  private static FirstUse firstUse(Row row) {
    return new FirstUse(row.getString("call_id"), row.getString("fingerprint"));
  }

  private record Sum(Group group, Instant latest) {}

  private static Future<List<LedgerEntry>> rows(SqlConnection connection, Tuple bounds) {
    if (bounds.getInteger(2) == 0) {
      return Future.succeededFuture(List.of());
    }
    return connection
        .preparedQuery(LedgerTable.LATEST)
        .execute(bounds)
        .map(
            found -> {
              var rows = new ArrayList<LedgerEntry>();
              found.forEach(row -> rows.add(LedgerTable.entry(row)));
              return rows;
            });
  }

  private static List<Sum> sums(RowSet<Row> rows) {
    var sums = new ArrayList<Sum>();
    for (var row : rows) {
      var group = new Group(row.getString("scenario"), row.getString("model"), totals(row));
      sums.add(new Sum(group, row.getOffsetDateTime("latest").toInstant()));
    }
    return sums;
  }

  private static Totals totals(Row row) {
    return new Totals(
        row.getLong("calls"),
        row.getLong("completed"),
        row.getLong("failed"),
        row.getLong("aborted"),
        row.getLong("prompt"),
        row.getLong("cached"),
        row.getLong("generated"),
        row.getLong("delivered"),
        new BigDecimal(row.getString("cost")),
        row.getString("currency"));
  }

  private static UsageReport report(TenantId tenant, List<Sum> sums, List<LedgerEntry> rows) {
    var groups = sums.stream().map(Sum::group).toList();
    var currency =
        sums.stream()
            .max(Comparator.comparing(Sum::latest))
            .map(sum -> sum.group().totals().currency())
            .orElse("");
    return new UsageReport(tenant, total(groups, currency), groups, rows);
  }

  private static Totals total(List<Group> groups, String currency) {
    var all = groups.stream().map(Group::totals).toList();
    return new Totals(
        all.stream().mapToLong(Totals::calls).sum(),
        all.stream().mapToLong(Totals::completed).sum(),
        all.stream().mapToLong(Totals::failed).sum(),
        all.stream().mapToLong(Totals::aborted).sum(),
        all.stream().mapToLong(Totals::promptTokens).sum(),
        all.stream().mapToLong(Totals::cachedTokens).sum(),
        all.stream().mapToLong(Totals::generatedTokens).sum(),
        all.stream().mapToLong(Totals::deliveredTokens).sum(),
        all.stream()
            .filter(totals -> totals.currency().equals(currency))
            .map(Totals::cost)
            .reduce(BigDecimal.ZERO, BigDecimal::add),
        currency);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
