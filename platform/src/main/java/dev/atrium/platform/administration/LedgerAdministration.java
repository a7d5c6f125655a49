package dev.atrium.platform.administration;

import dev.atrium.platform.administration.AuditLog.Deed;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Corrections of the ledger, and the proof that its hours are its rows. Any thread. */
public final class LedgerAdministration {
  private static final String CHECK =
      "SELECT tenant, begins, of_rows, of_hours FROM check_ledger()";
  private static final String COUNT =
      "SELECT (SELECT count(*) FROM ledger), " + "(SELECT count(*) FROM usage_hour)";

  private final Database database;

  public LedgerAdministration(Database database) {
    this.database = database;
  }

  /** A row that corrects another. */
  public record Correction(String id, String call, BigDecimal amount, String reason) {}

  /** An hour of a tenant whose rows say something else than its roll-up. */
  public record Difference(String tenant, Instant hour, String rows, String rollUp) {}

  /**
   * What a check found.
   *
   * @param differences the first thousand; none if all is well
   */
  public record Checked(long rows, long rollUps, List<Difference> differences) {
    public Checked {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Writes a correction of a call's cost as a row of its own, today; budgets follow.
   *
   * @param amount what the call cost too little; negative if it cost too much
   */
  public Future<Correction> correct(
      String actor, TenantId tenant, String call, BigDecimal amount, String reason) {
    var id = "correction_" + UUID.randomUUID();
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery("SELECT correct_ledger($1, $2, $3, $4::text::numeric, $5)")
                .execute(
                    Tuple.of(
                        tenant.value(),
                        StorableText.of(call),
                        id,
                        amount.toPlainString(),
                        StorableText.of(reason)))
                .compose(
                    rows ->
                        rows.iterator().next().getBoolean(0)
                            ? Future.succeededFuture()
                            : Future.failedFuture(unknown(tenant)))
                .compose(
                    corrected ->
                        AuditLog.append(
                            connection,
                            new Deed(actor, "ledger.corrected", amount.toPlainString()),
                            Optional.of(tenant),
                            call))
                .map(new Correction(id, call, amount, reason)));
  }

  /** Compares every hour with its rows. */
  public Future<Checked> check() {
    return database.withEveryTenant(
        connection ->
            connection
                .query(CHECK)
                .execute()
                .map(
                    rows ->
                        rows.stream()
                            .map(
                                row ->
                                    new Difference(
                                        row.getString("tenant"),
                                        row.getOffsetDateTime("begins").toInstant(),
                                        row.getString("of_rows"),
                                        row.getString("of_hours")))
                            .toList())
                .compose(
                    found ->
                        connection
                            .query(COUNT)
                            .execute()
                            .map(rows -> rows.iterator().next())
                            .map(row -> new Checked(row.getLong(0), row.getLong(1), found))));
  }

  private static AtriumException unknown(TenantId tenant) {
    return AtriumException.caller(
        "call_not_found", "The ledger has no such call of the tenant '%s'.".formatted(tenant));
  }
}
