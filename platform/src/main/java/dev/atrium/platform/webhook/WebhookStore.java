package dev.atrium.platform.webhook;

import dev.atrium.platform.calls.WebhookMessages.AddWebhook;
import dev.atrium.platform.calls.WebhookMessages.Delivery;
import dev.atrium.platform.calls.WebhookMessages.Webhook;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The webhooks of tenants, each seen by its own. Any thread. */
final class WebhookStore {
  static final String TEST = "dev.atrium.test";
  private static final int MOST = 20;
  private static final String DELIVERIES =
      """
      SELECT d.event, e.type, d.attempts, d.outcome, d.delivered_at, d.next_at
      FROM webhook_delivery d JOIN webhook_event e USING (tenant, event)
      WHERE d.webhook = $1 ORDER BY e.happened_at DESC, d.event LIMIT 100
      """;

  private final Database database;

  WebhookStore(Database database) {
    this.database = database;
  }

  Future<List<Webhook>> list(TenantId tenant) {
    return database.withTenant(tenant, WebhookStore::list);
  }

  /** Adds a webhook with a new secret. */
  Future<Webhook> add(AddWebhook wanted) {
    var id = "wh_" + UUID.randomUUID().toString().replace("-", "");
    var secret = Signature.newSecret();
    var row =
        Tuple.of(
            wanted.tenant().value(),
            id,
            wanted.url(),
            wanted.events().toArray(String[]::new),
            secret);
    return database.withTenant(
        wanted.tenant(),
        connection ->
            list(connection)
                .compose(
                    all ->
                        all.size() < MOST
                            ? Future.succeededFuture()
                            : Future.failedFuture(tooMany()))
                .compose(
                    few ->
                        connection
                            .preparedQuery(
                                "INSERT INTO webhook (tenant, webhook, url, events, secret)"
                                    + " VALUES ($1, $2, $3, $4, $5)")
                            .execute(row))
                .map(
                    added ->
                        new Webhook(
                            id,
                            wanted.url(),
                            wanted.events(),
                            Instant.now(),
                            Optional.empty(),
                            Optional.of(secret))));
  }

  Future<Void> drop(TenantId tenant, String id) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery("DELETE FROM webhook WHERE webhook = $1")
                .execute(Tuple.of(id))
                .compose(
                    gone ->
                        gone.rowCount() > 0
                            ? Future.succeededFuture()
                            : Future.failedFuture(notFound())));
  }

  /** Notes an event for one webhook, whatever it wants to be told. */
  Future<String> test(TenantId tenant, String id, Instant now) {
    var event = "test-" + UUID.randomUUID();
    var at = now.atOffset(ZoneOffset.UTC);
    return database.withTenant(
        tenant,
        connection ->
            existing(connection, id)
                .compose(
                    found ->
                        connection
                            .preparedQuery(
                                "INSERT INTO webhook_event (tenant, event, type, happened_at, data)"
                                    + " VALUES ($1, $2, $3, $4, $5)")
                            .execute(Tuple.of(tenant.value(), event, TEST, at, new JsonObject())))
                .compose(
                    noted ->
                        connection
                            .preparedQuery(
                                "INSERT INTO webhook_delivery (tenant, webhook, event, next_at)"
                                    + " VALUES ($1, $2, $3, $4)")
                            .execute(Tuple.of(tenant.value(), id, event, at)))
                .map(event));
  }

  Future<List<Delivery>> deliveries(TenantId tenant, String id) {
    return database.withTenant(
        tenant,
        connection ->
            existing(connection, id)
                .compose(found -> connection.preparedQuery(DELIVERIES).execute(Tuple.of(id)))
                .map(rows -> rows.stream().map(WebhookStore::delivery).toList()));
  }

  private static Future<List<Webhook>> list(SqlConnection connection) {
    return connection
        .query(
            "SELECT webhook, url, events, created_at, disabled_at FROM webhook ORDER BY created_at")
        .execute()
        .map(rows -> rows.stream().map(WebhookStore::webhook).toList());
  }

  private static Future<Void> existing(SqlConnection connection, String id) {
    return connection
        .preparedQuery("SELECT 1 FROM webhook WHERE webhook = $1")
        .execute(Tuple.of(id))
        .compose(
            rows -> rows.size() > 0 ? Future.succeededFuture() : Future.failedFuture(notFound()));
  }

  private static Webhook webhook(Row row) {
    return new Webhook(
        row.getString("webhook"),
        row.getString("url"),
        List.of(row.getArrayOfStrings("events")),
        row.getOffsetDateTime("created_at").toInstant(),
        moment(row.getOffsetDateTime("disabled_at")),
        Optional.empty());
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.getString("event"),
        row.getString("type"),
        row.getInteger("attempts"),
        row.getString("outcome"),
        moment(row.getOffsetDateTime("delivered_at")),
        moment(row.getOffsetDateTime("next_at")));
  }

  private static Optional<Instant> moment(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  private static AtriumException notFound() {
    return AtriumException.caller(
        "webhook_not_found", "There is no such webhook. GET /v1/webhooks lists them.");
  }

  private static AtriumException tooMany() {
    return AtriumException.caller(
        "too_many_webhooks", "There are %d webhooks; remove one first.".formatted(MOST));
  }
}
