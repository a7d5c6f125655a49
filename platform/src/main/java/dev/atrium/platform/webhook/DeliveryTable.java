package dev.atrium.platform.webhook;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The deliveries of all tenants that are due, each lent to one node at a time. Any thread. */
final class DeliveryTable {
  /** Longer than any attempt takes. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final int MOST = 32;
  private static final String CLAIM =
      """
      UPDATE webhook_delivery d SET attempts = d.attempts + 1, next_at = $2
      FROM (
        SELECT tenant, webhook, event FROM webhook_delivery WHERE next_at <= $1
        ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
      JOIN webhook w USING (tenant, webhook)
      JOIN webhook_event e USING (tenant, event)
      WHERE d.tenant = due.tenant AND d.webhook = due.webhook AND d.event = due.event
      RETURNING d.tenant, d.webhook, d.event, d.attempts, w.url, w.secret, e.type, e.subject,
        e.happened_at, e.data
      """;
  private static final String SETTLE =
      """
      UPDATE webhook_delivery SET outcome = $4, delivered_at = $5, next_at = $6
      WHERE tenant = $1 AND webhook = $2 AND event = $3
      """;
  private static final String DISABLE =
      """
      WITH disabled AS (
        UPDATE webhook SET disabled_at = $3 WHERE tenant = $1 AND webhook = $2)
      UPDATE webhook_delivery SET next_at = NULL, outcome = 'the webhook was disabled'
      WHERE tenant = $1 AND webhook = $2 AND next_at IS NOT NULL
      """;
  private static final String FORGET =
      """
      DELETE FROM webhook_event e WHERE happened_at < $1
        AND NOT EXISTS (SELECT FROM webhook_delivery d
          WHERE d.tenant = e.tenant AND d.event = e.event AND d.next_at IS NOT NULL)
      """;
  private static final Duration KEPT = Duration.ofDays(30);

  private final Database database;

  DeliveryTable(Database database) {
    this.database = database;
  }

  /** An event to be told to a webhook. */
  record Due(
      TenantId tenant,
      String webhook,
      String event,
      int attempt,
      String url,
      String secret,
      String type,
      Optional<String> subject,
      Instant happened,
      JsonObject data) {
    /** Leaves the secret out. */
    @Override
    public String toString() {
      return tenant + " " + webhook + " " + event;
    }
  }

  /** Takes what is due, counting the attempts; what is not settled comes again. */
  Future<List<Due>> claim(Instant now) {
    return database.statement(
        connection ->
            connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(time(now), time(now.plus(LEASE)), MOST))
                .map(rows -> rows.stream().map(DeliveryTable::due).toList()));
  }

  Future<Void> delivered(Due due, Instant now, String outcome) {
    return settle(due, outcome, Optional.of(now), Optional.empty());
  }

  /**
   * Notes an attempt that failed.
   *
   * @param next when to try again; never, if empty
   */
  Future<Void> failed(Due due, String outcome, Optional<Instant> next) {
    return settle(due, outcome, Optional.empty(), next);
  }

  /** Tells a webhook nothing any more. */
  Future<Void> disable(Due due, Instant now) {
    return database.statement(
        connection ->
            connection
                .preparedQuery(DISABLE)
                .execute(Tuple.of(due.tenant().value(), due.webhook(), time(now)))
                .mapEmpty());
  }

  /** Notes what tenants used in hours that are over, and forgets what was told long ago. */
  Future<Void> noteUsage(Instant now) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery("SELECT emit_usage($1)")
                .execute(Tuple.of(time(now)))
                .compose(
                    noted ->
                        connection.preparedQuery(FORGET).execute(Tuple.of(time(now.minus(KEPT)))))
                .mapEmpty());
  }

  private Future<Void> settle(
      Due due, String outcome, Optional<Instant> delivered, Optional<Instant> next) {
    return database.statement(
        connection ->
            connection
                .preparedQuery(SETTLE)
                .execute(
                    Tuple.of(
                        due.tenant().value(),
                        due.webhook(),
                        due.event(),
                        outcome,
                        delivered.map(DeliveryTable::time).orElse(null),
                        next.map(DeliveryTable::time).orElse(null)))
                .mapEmpty());
  }

  private static Due due(Row row) {
    return new Due(
        new TenantId(row.getString("tenant")),
        row.getString("webhook"),
        row.getString("event"),
        row.getInteger("attempts"),
        row.getString("url"),
        row.getString("secret"),
        row.getString("type"),
        Optional.ofNullable(row.getString("subject")),
        row.getOffsetDateTime("happened_at").toInstant(),
        row.getJsonObject("data"));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
