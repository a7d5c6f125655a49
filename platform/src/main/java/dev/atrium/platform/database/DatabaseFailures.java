package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;

/** Tells a database that is away from one that refuses a statement. */
final class DatabaseFailures {
  /** Connection failures, too many connections, out of disk or memory, shutdown, starting up. */
  private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

  /** Serialization failures and deadlocks. */
  private static final String ROLLED_BACK = "40";

  private DatabaseFailures() {}

  static AtriumException translate(Throwable failure) {
    return switch (failure) {
      case AtriumException ours -> ours;
      case PgException refused when isOf(refused, AWAY) -> away(refused);
      case PgException refused when isOf(refused, Set.of(ROLLED_BACK)) ->
          AtriumException.capacity(
              "database_conflict",
              "Another transaction was in the way; try again.",
              Duration.ofMillis(100));
      case PgException refused ->
          AtriumException.bug(
              "database_refused",
              "The database refused a statement (SQLSTATE " + refused.getSqlState() + ").",
              refused);
      case IllegalArgumentException wrong ->
          AtriumException.bug("database_refused", "A statement is wrong.", wrong);
      default -> away(failure);
    };
  }

  private static boolean isOf(PgException failure, Set<String> classes) {
    var state = failure.getSqlState();
    return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
  }

  private static AtriumException away(Throwable failure) {
    return AtriumException.outside(
        "database_unavailable", "The database does not answer.", failure);
  }
}
