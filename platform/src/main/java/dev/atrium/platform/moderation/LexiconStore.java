package dev.atrium.platform.moderation;

import dev.atrium.platform.calls.SafetyMessages.LexiconProfile;
import dev.atrium.platform.calls.SafetyMessages.PutLexicon;
import dev.atrium.platform.calls.SafetyMessages.SafetyEvent;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lexicons and events in the database. Any thread. */
final class LexiconStore {
  private static final String UPSERT =
      """
      INSERT INTO safety_lexicon (tenant, name, content, stages, actions, entries)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant, name) DO UPDATE SET
        content = excluded.content, stages = excluded.stages, actions = excluded.actions,
        entries = excluded.entries, changed_at = clock_timestamp()
      """;

  private final Database database;

  LexiconStore(Database database) {
    this.database = database;
  }

  /** A lexicon as it was laid down. */
  record StoredLexicon(
      String name, String content, List<String> stages, Map<String, String> actions) {}

  Future<List<StoredLexicon>> lexicons(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query("SELECT name, content, stages, actions FROM safety_lexicon ORDER BY name")
                .execute()
                .map(
                    rows ->
                        rows.stream()
                            .map(
                                row ->
                                    new StoredLexicon(
                                        row.getString(0),
                                        row.getString(1),
                                        List.of(row.getArrayOfStrings(2)),
                                        texts(row.getJsonObject(3))))
                            .toList()));
  }

  Future<List<LexiconProfile>> profiles(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query(
                    "SELECT name, stages, actions, entries, changed_at FROM safety_lexicon"
                        + " ORDER BY name")
                .execute()
                .map(rows -> rows.stream().map(LexiconStore::profile).toList()));
  }

  Future<Void> put(PutLexicon lexicon, int entries) {
    var row =
        Tuple.of(
            lexicon.tenant().value(),
            lexicon.name(),
            lexicon.content(),
            lexicon.stages().toArray(String[]::new),
            new JsonObject(new HashMap<String, Object>(lexicon.actions())),
            entries);
    return database.withTenant(
        lexicon.tenant(), connection -> connection.preparedQuery(UPSERT).execute(row).mapEmpty());
  }

  Future<Void> drop(TenantId tenant, String name) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery("DELETE FROM safety_lexicon WHERE name = $1")
                .execute(Tuple.of(name))
                .compose(
                    gone ->
                        gone.rowCount() > 0
                            ? Future.<Void>succeededFuture()
                            : Future.failedFuture(unknown())));
  }

  /** A text that changes with a tenant's lexicons, for every tenant that has one. */
  Future<Map<TenantId, String>> fingerprints() {
    return database.withEveryTenant(
        connection ->
            connection
                .query(
                    "SELECT tenant, count(*) || ' ' || max(changed_at)::text FROM safety_lexicon"
                        + " GROUP BY tenant")
                .execute()
                .map(
                    rows ->
                        rows.stream()
                            .collect(
                                Collectors.toMap(
                                    row -> new TenantId(row.getString(0)),
                                    row -> row.getString(1)))));
  }

  Future<Void> record(TenantId tenant, String callId, List<Met> met) {
    var rows = new ArrayList<Tuple>();
    for (var each : met) {
      rows.add(
          Tuple.of(
              tenant.value(), callId, each.stage(), each.category(), each.action(), each.count()));
    }
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    "INSERT INTO safety_event (tenant, call_id, stage, category, action, matches)"
                        + " VALUES ($1, $2, $3, $4, $5, $6)")
                .executeBatch(rows)
                .mapEmpty());
  }

  Future<List<SafetyEvent>> events(TenantId tenant, int rows) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    "SELECT call_id, stage, category, action, matches, happened_at"
                        + " FROM safety_event ORDER BY event DESC LIMIT $1")
                .execute(Tuple.of(rows))
                .map(found -> found.stream().map(LexiconStore::event).toList()));
  }

  private static LexiconProfile profile(Row row) {
    return new LexiconProfile(
        row.getString(0),
        List.of(row.getArrayOfStrings(1)),
        texts(row.getJsonObject(2)),
        row.getInteger(3),
        row.getOffsetDateTime(4).toInstant());
  }

  private static SafetyEvent event(Row row) {
    return new SafetyEvent(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getInteger(4),
        row.getOffsetDateTime(5).toInstant());
  }

  private static Map<String, String> texts(JsonObject json) {
    return json.stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
  }

  private static AtriumException unknown() {
    return AtriumException.caller(
        "lexicon_not_found", "There is no such lexicon. GET /v1/safety/lexicons lists them.");
  }
}
