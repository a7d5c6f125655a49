package dev.atrium.platform.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.conversation.Utterance.Speaker;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of all tenants, one turn at a time each: who begins a turn has the conversation
 * until he finishes or abandons it, on any node, and if he dies until the turn's lease is over.
 */
public final class ConversationStore {
  /** Messages that a turn is given. */
  static final int HISTORY = 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEGIN =
      """
      INSERT INTO conversation (tenant, conversation, scenario, end_user, turn, turn_until)
      VALUES ($1, $2, $3, $4, $5, now() + $6::bigint * interval '1 millisecond')
      ON CONFLICT (tenant, conversation) DO UPDATE
        SET turn = excluded.turn, turn_until = excluded.turn_until
        WHERE conversation.turn IS NULL OR conversation.turn_until <= now()
      RETURNING scenario, end_user, state::text
      """;
  private static final String LATEST =
      """
      SELECT role, content, said_at FROM conversation_message
      WHERE tenant = $1 AND conversation = $2 ORDER BY position DESC LIMIT $3
      """;
  private static final String FINISH =
      """
      UPDATE conversation
      SET state = $4::text::jsonb, messages = messages + 2, turn = NULL, turn_until = NULL,
        changed_at = now()
      WHERE tenant = $1 AND conversation = $2 AND turn = $3
      RETURNING messages
      """;
  private static final String ABANDON =
      """
      UPDATE conversation SET turn = NULL, turn_until = NULL
      WHERE tenant = $1 AND conversation = $2 AND turn = $3
      """;
  private static final String SAY =
      """
      INSERT INTO conversation_message (tenant, conversation, position, role, content, said_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  private final Database database;
  private final Duration lease;

  /**
   * @param lease how long a turn may take; longer than the longest deadline of a call
   */
  public ConversationStore(Database database, Duration lease) {
    this.database = database;
    this.lease = lease;
  }

  /**
   * Begins a turn; a conversation that does not exist begins with it. Fails with {@code
   * conversation_busy} (CAPACITY) while another turn has the conversation, and with {@code
   * conversation_taken} (CALLER) if it belongs to another scenario or end user.
   */
  public Future<Turn> begin(
      TenantId tenant, String conversation, String scenario, Optional<String> endUser) {
    var id = StorableText.of(conversation);
    var user = endUser.map(StorableText::of).orElse(null);
    var turn = UUID.randomUUID().toString();
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(tenant.value(), id, scenario, user, turn, lease.toMillis()))
                .compose(found -> mine(found, scenario, user))
                .compose(
                    row ->
                        history(connection, tenant, id)
                            .map(history -> new Turn(tenant, id, turn, history, state(row)))));
  }

  /**
   * Ends a turn with what was said in it and all that is remembered now. Fails with {@code
   * turn_expired} (CAPACITY) if its lease was over and another turn began since.
   */
  public Future<Void> finish(
      Turn turn, Utterance asked, Utterance answered, Map<String, String> state) {
    return database.withTenant(
        turn.tenant(),
        connection ->
            connection
                .preparedQuery(FINISH)
                .execute(
                    Tuple.of(turn.tenant().value(), turn.conversation(), turn.id(), json(state)))
                .compose(found -> say(connection, turn, found, List.of(asked, answered))));
  }

  /** Ends a turn as if it had not been. */
  public Future<Void> abandon(Turn turn) {
    return database.withTenant(
        turn.tenant(),
        connection ->
            connection
                .preparedQuery(ABANDON)
                .execute(Tuple.of(turn.tenant().value(), turn.conversation(), turn.id()))
                .mapEmpty());
  }

  private static Future<Row> mine(RowSet<Row> found, String scenario, @Nullable String user) {
    if (found.size() == 0) {
      return Future.failedFuture(
          AtriumException.capacity(
              "conversation_busy",
              "Another message of this conversation is being answered; send this one after it.",
              Duration.ofSeconds(1)));
    }
    var row = found.iterator().next();
    var same =
        row.getString("scenario").equals(scenario)
            && Objects.equals(row.getString("end_user"), user);
    return same
        ? Future.succeededFuture(row)
        : Future.failedFuture(
            AtriumException.caller(
                "conversation_taken",
                "This conversation belongs to another scenario or end user; choose another id."));
  }

  private static Future<List<Utterance>> history(
      SqlConnection connection, TenantId tenant, String conversation) {
    return connection
        .preparedQuery(LATEST)
        .execute(Tuple.of(tenant.value(), conversation, HISTORY))
        .map(
            rows -> {
              var history = new ArrayList<Utterance>();
              rows.forEach(row -> history.addFirst(utterance(row)));
              return history;
            });
  }

  private static Utterance utterance(Row row) {
    return new Utterance(
        Speaker.valueOf(row.getString("role")),
        row.getString("content"),
        row.getOffsetDateTime("said_at").toInstant());
  }

  private static Future<Void> say(
      SqlConnection connection, Turn turn, RowSet<Row> finished, List<Utterance> said) {
    if (finished.size() == 0) {
      return Future.failedFuture(
          AtriumException.capacity(
              "turn_expired", "The answer took too long; send the message again.", Duration.ZERO));
    }
    var position = finished.iterator().next().getInteger("messages") - said.size();
    var rows = new ArrayList<Tuple>();
    for (var utterance : said) {
      rows.add(
          Tuple.of(
              turn.tenant().value(),
              turn.conversation(),
              ++position,
              utterance.speaker().name(),
              StorableText.of(utterance.text()),
              utterance.at().atOffset(ZoneOffset.UTC)));
    }
    return connection.preparedQuery(SAY).executeBatch(rows).mapEmpty();
  }

  private static Map<String, String> state(Row row) {
    try {
      return JSON.readValue(row.getString("state"), new TypeReference<>() {});
    } catch (JsonProcessingException malformed) {
      throw AtriumException.bug(
          "conversation_not_read", "A conversation's state cannot be read.", malformed);
    }
  }

  private static String json(Map<String, String> state) {
    try {
      return JSON.writeValueAsString(state).replace("\\u0000", "\\uFFFD");
    } catch (JsonProcessingException failure) {
      throw AtriumException.bug(
          "conversation_not_written", "A conversation's state cannot be written.", failure);
    }
  }
}
