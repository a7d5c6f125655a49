package dev.atrium.platform.allowance;

import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts what calls used, within the transaction that writes their ledger rows. */
public final class Settlement {
  private static final String SHARE =
      "SELECT pg_advisory_xact_lock_shared(hashtext('atrium.ledger'), hashtext(t.tenant))"
          + " FROM unnest($1::text[]) AS t (tenant)";
  private static final String CHARGE =
      "SELECT charge_allowances($1::text[], $2::text[], $3::text[], $4::text[],"
          + " $5::timestamptz[], $6::bigint[])";
  private static final Comparator<Charged> ORDER =
      Comparator.comparing(Charged::tenant).thenComparing(Charged::account);

  private final Map<Charged, Long> charges = new TreeMap<>(ORDER);

  private record Charged(TenantId tenant, Account account) {}

  /**
   * Lets a transaction write ledger rows of tenants: an allowance that begins to count meanwhile
   * waits for it.
   */
  public static Future<Void> announce(SqlConnection connection, Set<TenantId> tenants) {
    var names = tenants.stream().sorted().map(TenantId::value).toArray(String[]::new);
    return connection
        .preparedQuery(SHARE)
        .execute(Tuple.tuple().addArrayOfString(names))
        .mapEmpty();
  }

  /** Adds to what {@link #charge} will count. */
  public void add(TenantId tenant, Account account, long amount) {
    if (amount > 0) {
      charges.merge(new Charged(tenant, account), amount, Long::sum);
    }
  }

  /** Counts; the transaction's last statement, because it holds others up. */
  public Future<Void> charge(SqlConnection connection) {
    if (charges.isEmpty()) {
      return Future.succeededFuture();
    }
    var keys = charges.keySet();
    return connection
        .preparedQuery(CHARGE)
        .execute(
            Tuple.tuple()
                .addArrayOfString(strings(k -> k.tenant().value()))
                .addArrayOfString(strings(k -> k.account().subject()))
                .addArrayOfString(strings(k -> k.account().measure().name()))
                .addArrayOfString(strings(k -> k.account().period().name()))
                .addArrayOfOffsetDateTime(
                    keys.stream()
                        .map(k -> k.account().begins().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfLong(charges.values().toArray(Long[]::new)))
        .mapEmpty();
  }

  private String[] strings(Function<Charged, String> value) {
    return charges.keySet().stream().map(value).toArray(String[]::new);
  }
}
