package dev.atrium.platform.allowance;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The tables {@code allowance} and {@code allowance_lease}. Any thread. */
final class AllowanceTable {
  private static final String LEASE =
      """
      SELECT l.granted, l.now_used, l.now_held, l.recallable, l.plenty, l.told_back
      FROM unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[], $8::bigint[],
        $9::bigint[], $10::bigint[], $11::bigint[]) WITH ORDINALITY
        AS a (subject, measure, period, begins, holds, spares, needs, wants, most, place)
      CROSS JOIN LATERAL lease_allowance(
        $1, $2, a.subject, a.measure, a.period, a.begins, a.holds, a.spares, a.needs, a.wants,
        a.most) AS l
      ORDER BY a.place
      """;
  private static final String OPEN =
      "SELECT open_allowance($1, a.subject, a.measure, a.period, a.begins)"
          + " FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])"
          + " AS a (subject, measure, period, begins)";
  private static final String ALERT =
      """
      WITH alerted AS (
        UPDATE allowance SET alerted_at = clock_timestamp()
        WHERE tenant = $1 AND subject = $2 AND measure = $3 AND period = $4 AND begins = $5
          AND alerted_at IS NULL
        RETURNING tenant, subject, measure, period, begins, alerted_at,
          CASE measure WHEN 'MONEY' THEN used / 1000000000.0 ELSE used END AS used)
      SELECT emit_event(tenant,
        'alert-' || md5(concat_ws('/', tenant, subject, measure, period, begins)),
        'dev.atrium.budget.alert', subject, alerted_at, jsonb_build_object(
          'of', subject, 'what', lower(measure), 'per', lower(period),
          'begins', to_char(begins AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'used', trim_scale(used::numeric), 'most', $6::text::numeric, 'alertAt', $7::int))
      FROM alerted
      """;

  private final Database database;
  private final NodeLife life;

  AllowanceTable(Database database, NodeLife life) {
    this.database = database;
    this.life = life;
  }

  /**
   * What a node tells and asks of one account.
   *
   * @param held for calls that run and for calls to come
   * @param spare of what is held, what may come back soon
   * @param need for calls that wait
   * @param want {@code need} and what is asked for ahead
   */
  record Request(Lease lease, long held, long spare, long need, long want) {}

  /**
   * The answer to a request.
   *
   * @param held by all nodes, what was granted included
   * @param recallable whether others have to spare what was not granted; they were asked for it
   * @param plenty whether there is so much left that something may be taken ahead
   * @param recalled whether another node asks this one for what it can spare
   */
  record Grant(
      long granted, long used, long held, boolean recallable, boolean plenty, boolean recalled) {}

  /** Tells what is held and asks for more, all in one statement, in the accounts' order. */
  Future<List<Grant>> lease(TenantId tenant, List<Request> requests) {
    var leases = requests.stream().map(Request::lease).toList();
    var parameters = accounts(Tuple.of(life.node(), tenant.value()), leases);
    parameters
        .addArrayOfLong(longs(requests, Request::held))
        .addArrayOfLong(longs(requests, Request::spare))
        .addArrayOfLong(longs(requests, Request::need))
        .addArrayOfLong(longs(requests, Request::want))
        .addArrayOfLong(longs(requests, request -> request.lease().most()));
    return database.statement(
        connection ->
            connection
                .preparedQuery(LEASE)
                .execute(parameters)
                .map(
                    rows -> {
                      var grants = new ArrayList<Grant>();
                      rows.forEach(row -> grants.add(grant(row)));
                      return grants;
                    }));
  }

  /** Begins to count accounts whose past counts; does nothing to those that are counted. */
  Future<Void> open(TenantId tenant, List<Lease> leases) {
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(OPEN)
                .execute(accounts(Tuple.of(tenant.value()), leases))
                .mapEmpty());
  }

  /**
   * Notes that an account reached its alert, and the event of it for whoever wants to be told; true
   * for the first who does.
   */
  Future<Boolean> alert(TenantId tenant, Lease lease) {
    var account = lease.account();
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(ALERT)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        account.subject(),
                        account.measure().name(),
                        account.period().name(),
                        account.begins().atOffset(ZoneOffset.UTC),
                        account.measure().amount(lease.most()).toPlainString(),
                        lease.alertPercent()))
                .map(rows -> rows.size() > 0));
  }

  private static Tuple accounts(Tuple parameters, List<Lease> leases) {
    var accounts = leases.stream().map(Lease::account).toList();
    return parameters
        .addArrayOfString(accounts.stream().map(Account::subject).toArray(String[]::new))
        .addArrayOfString(accounts.stream().map(a -> a.measure().name()).toArray(String[]::new))
        .addArrayOfString(accounts.stream().map(a -> a.period().name()).toArray(String[]::new))
        .addArrayOfOffsetDateTime(
            accounts.stream()
                .map(account -> account.begins().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new));
  }

  private static Long[] longs(List<Request> requests, ToLongFunction<Request> value) {
    return requests.stream().map(value::applyAsLong).toArray(Long[]::new);
  }

  private static Grant grant(Row row) {
    return new Grant(
        row.getLong("granted"),
        row.getLong("now_used"),
        row.getLong("now_held"),
        row.getBoolean("recallable"),
        row.getBoolean("plenty"),
        row.getBoolean("told_back"));
  }
}
