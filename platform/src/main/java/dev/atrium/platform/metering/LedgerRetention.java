package dev.atrium.platform.metering;

import dev.atrium.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the ledger's months when they are old; their hours stay. Months of the clock's UTC. Any
 * thread.
 */
public final class LedgerRetention {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerRetention.class);
  private static final Duration ROUND = Duration.ofHours(6);

  private final Database database;
  private final InstantSource clock;
  private final int months;

  /**
   * @param months that are kept besides the present one; 0 = all
   */
  public LedgerRetention(Database database, InstantSource clock, int months) {
    this.database = database;
    this.clock = clock;
    this.months = months;
  }

  /** Looks now and every few hours from now on. */
  public void start(Vertx vertx) {
    if (months > 0) {
      round();
      vertx.setPeriodic(ROUND.toMillis(), timer -> round());
    }
  }

  private void round() {
    retire()
        .onSuccess(
            gone -> {
              if (!gone.isEmpty()) {
                LOG.info("Months of the ledger that are over were dropped: {}", gone);
              }
            })
        .onFailure(failure -> LOG.warn("The ledger's old months are not dropped", failure));
  }

  /** Drops what is too old and says which partitions those were. */
  Future<List<String>> retire() {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery("SELECT retire_ledger($1)")
                .execute(Tuple.of(today.withDayOfMonth(1).minusMonths(months)))
                .map(
                    rows -> {
                      var gone = new ArrayList<String>();
                      rows.forEach(row -> gone.add(row.getString(0)));
                      return gone;
                    }));
  }
}
