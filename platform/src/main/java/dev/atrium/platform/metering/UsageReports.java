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
import java.time.temporal.ChronoUnit;
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

  /** Whole hours from their roll-ups, what is left at the ends of the period from its rows. */
  private static final String SUMS =
      """
      SELECT scenario, model, currency,
        sum(calls)::bigint AS calls, sum(completed)::bigint AS completed,
        sum(failed)::bigint AS failed, sum(aborted)::bigint AS aborted,
        sum(prompt)::bigint AS prompt, sum(cached)::bigint AS cached,
        sum(generated)::bigint AS generated, sum(delivered)::bigint AS delivered,
        sum(cost)::text AS cost, max(latest) AS latest
      FROM (
        SELECT scenario, model, currency, calls, completed, failed, aborted,
          prompt_tokens AS prompt, cached_tokens AS cached, generated_tokens AS generated,
          delivered_tokens AS delivered, cost, begins AS latest
        FROM usage_hour WHERE begins >= $3 AND begins < $4
        UNION ALL
        SELECT coalesce(scenario, ''), coalesce(model, ''), currency,
          (corrects IS NULL)::int, (corrects IS NULL AND status = 'COMPLETED')::int,
          (corrects IS NULL AND status = 'FAILED')::int,
          (corrects IS NULL AND status = 'ABORTED')::int,
          prompt_tokens, cached_tokens, generated_tokens, delivered_tokens, cost, arrived_at
        FROM ledger
        WHERE arrived_at >= $1 AND arrived_at < $2 AND (arrived_at < $3 OR arrived_at >= $4)
      ) AS used
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """;

  private static final int MOST_HOURS = 50_000;
  private static final String HOURS =
      """
      SELECT begins, key_id, end_user, scenario, plugin, model, adapter, currency,
        calls, completed, failed, aborted, prompt_tokens AS prompt, cached_tokens AS cached,
        generated_tokens AS generated, delivered_tokens AS delivered, cost::text AS cost
      FROM usage_hour WHERE begins >= $1 AND begins < $2
      ORDER BY begins, key_id, end_user, scenario, plugin, model, adapter, currency LIMIT $3
      """;

  private final Database database;

  public UsageReports(Database database) {
    this.database = database;
  }

  /** What is in the ledger now; ask the Metering actor for a report that misses nothing. */
  public Future<UsageReport> report(TenantId tenant, UsageQuestion question) {
    var first = question.from().orElse(EARLIEST);
    var last = question.to().orElse(LATEST);
    var from = time(first);
    var to = time(last);
    var hours = Tuple.of(from, to, time(nextHour(first)), time(hour(last)));
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(SUMS)
                .execute(hours)
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
                .execute(Tuple.of(time(hour(question.from())), time(question.to()), MOST_HOURS + 1))
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

  private static Instant hour(Instant moment) {
    return moment.truncatedTo(ChronoUnit.HOURS);
  }

  /** The first hour that begins at a moment or after it. */
  private static Instant nextHour(Instant moment) {
    var begun = hour(moment);
    return begun.equals(moment) ? begun : begun.plus(1, ChronoUnit.HOURS);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
