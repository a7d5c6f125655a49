package dev.atrium.platform.metering;

import dev.atrium.platform.allowance.Settlement;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.metering.MeteringMessages.KeyUseOf;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes entries to the ledger, each exactly once however often it is given: rows are told apart by
 * tenant, arrival and call, and a transaction holds both a row and the claim of its idempotency
 * key. Any thread.
 */
final class LedgerWriter {
  private static final int MONTHS_AHEAD = 3;
  private static final long PATIENCE_SECONDS = 20;
  private static final Comparator<LedgerEntry> BY_KEY =
      Comparator.comparing(LedgerEntry::tenant)
          .thenComparing(entry -> entry.idempotencyKey().orElse(""));

  private final Database database;

  LedgerWriter(Database database) {
    this.database = database;
  }

  /**
   * Writes entries, all or, if the future fails, none. An entry that the database refuses for what
   * it holds is left out and returned.
   */
  Future<List<LedgerEntry>> write(List<LedgerEntry> entries) {
    return writeAll(entries)
        .map(List.<LedgerEntry>of())
        .recover(failure -> isRefusal(failure) ? divide(entries) : Future.failedFuture(failure));
  }

  /** Makes the partitions of this month and the next ones. */
  Future<Void> prepare(LocalDate today) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery("SELECT prepare_ledger($1, $2)")
                .execute(Tuple.of(today.withDayOfMonth(1), MONTHS_AHEAD))
                .mapEmpty());
  }

  Future<Void> prepare() {
    return prepare(LocalDate.now(ZoneOffset.UTC));
  }

  private Future<List<LedgerEntry>> divide(List<LedgerEntry> entries) {
    if (entries.size() == 1) {
      return Future.succeededFuture(entries);
    }
    var middle = entries.size() / 2;
    return write(entries.subList(0, middle))
        .compose(
            refused ->
                write(entries.subList(middle, entries.size()))
                    .map(
                        more -> {
                          var all = new ArrayList<>(refused);
                          all.addAll(more);
                          return all;
                        }));
  }

  private Future<Void> writeAll(List<LedgerEntry> entries) {
    return database
        .withEveryTenant(
            connection ->
                Settlement.announce(connection, tenants(entries))
                    .compose(announced -> claim(connection, entries))
                    .compose(first -> insert(connection, entries, first)))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Claims the entries' keys, in one order everywhere, so that nodes do not wait for each other in
   * a circle.
   *
   * @return the first calls of the keys that these entries did not claim first
   */
  private static Future<Map<KeyUseOf, String>> claim(
      SqlConnection connection, List<LedgerEntry> entries) {
    var keyed =
        entries.stream()
            .filter(entry -> entry.idempotencyKey().isPresent())
            .sorted(BY_KEY)
            .toList();
    if (keyed.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return connection
        .preparedQuery(LedgerTable.CLAIM)
        .execute(LedgerTable.claims(keyed))
        .compose(claimed -> firstCalls(connection, late(keyed, claimed)));
  }

  /** The entries whose keys were claimed before. */
  private static List<LedgerEntry> late(List<LedgerEntry> keyed, RowSet<Row> claimed) {
    var inTime = new HashSet<String>();
    claimed.forEach(row -> inTime.add(row.getString("call_id")));
    return keyed.stream().filter(entry -> !inTime.contains(entry.callId())).toList();
  }

  private static Future<Map<KeyUseOf, String>> firstCalls(
      SqlConnection connection, List<LedgerEntry> late) {
    if (late.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return connection
        .preparedQuery(LedgerTable.CLAIMED)
        .execute(LedgerTable.keys(late))
        .map(
            rows -> {
              var first = new HashMap<KeyUseOf, String>();
              rows.forEach(row -> first.put(LedgerTable.key(row), row.getString("call_id")));
              return first;
            });
  }

  private static Set<TenantId> tenants(List<LedgerEntry> entries) {
    var tenants = new HashSet<TenantId>();
    entries.forEach(entry -> tenants.add(entry.tenant()));
    return tenants;
  }

  private static Future<Void> insert(
      SqlConnection connection, List<LedgerEntry> entries, Map<KeyUseOf, String> first) {
    var columns = LedgerTable.columns(entries, entry -> anotherCall(entry, first));
    if (entries.stream().allMatch(entry -> entry.accounts().isEmpty())) {
      return connection.preparedQuery(LedgerTable.INSERT).execute(columns).mapEmpty();
    }
    return connection
        .preparedQuery(LedgerTable.INSERT_TELLING)
        .execute(columns)
        .compose(written -> settlement(entries, written, first).charge(connection));
  }

  /** What the rows that are new cost their accounts. */
  private static Settlement settlement(
      List<LedgerEntry> entries, RowSet<Row> written, Map<KeyUseOf, String> first) {
    var fresh = new HashSet<String>();
    written.forEach(row -> fresh.add(row.getString("tenant") + " " + row.getString("call_id")));
    var settlement = new Settlement();
    for (var entry : entries) {
      if (fresh.remove(entry.tenant() + " " + StorableText.of(entry.callId()))
          && anotherCall(entry, first).isEmpty()) {
        entry
            .accounts()
            .forEach(account -> settlement.add(entry.tenant(), account, entry.charge(account)));
      }
    }
    return settlement;
  }

  private static Optional<String> anotherCall(LedgerEntry entry, Map<KeyUseOf, String> first) {
    return entry
        .idempotencyKey()
        .map(key -> first.get(new KeyUseOf(entry.tenant(), StorableText.of(key))))
        .filter(call -> !call.equals(entry.callId()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof AtriumException ours && ours.code().equals("database_refused");
  }
}
