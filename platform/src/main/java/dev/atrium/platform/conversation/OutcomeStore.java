package dev.atrium.platform.conversation;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What came of scenarios' turns; append-only. Return on investment is made of it. */
public final class OutcomeStore {
  private final Database database;

  public OutcomeStore(Database database) {
    this.database = database;
  }

  /**
   * One thing that came of a turn.
   *
   * @param kind such as {@code RESOLVED} or {@code HANDED_OVER}
   */
  public record Outcome(
      String callId, String conversation, String scenario, String kind, Instant at) {}

  public Future<Void> record(TenantId tenant, Outcome outcome) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    """
                    INSERT INTO outcome (tenant, call_id, conversation, scenario, kind, happened_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        outcome.callId(),
                        StorableText.of(outcome.conversation()),
                        outcome.scenario(),
                        outcome.kind(),
                        outcome.at().atOffset(ZoneOffset.UTC)))
                .mapEmpty());
  }

  /** The outcomes from an instant on, oldest first. */
  public Future<List<Outcome>> since(TenantId tenant, Instant from) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    """
                    SELECT call_id, conversation, scenario, kind, happened_at FROM outcome
                    WHERE happened_at >= $1 ORDER BY happened_at, outcome
                    """)
                .execute(Tuple.of(from.atOffset(ZoneOffset.UTC)))
                .map(
                    rows -> {
                      var outcomes = new ArrayList<Outcome>();
                      rows.forEach(
                          row ->
                              outcomes.add(
                                  new Outcome(
                                      row.getString(0),
                                      row.getString(1),
                                      row.getString(2),
                                      row.getString(3),
                                      row.getOffsetDateTime(4).toInstant())));
                      return outcomes;
                    }));
  }
}
