package dev.atrium.platform.metering;

import static dev.atrium.platform.database.TestPostgres.await;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how many ledger rows a second the Metering actor acknowledges; asserts nothing. */
final class LedgerRate {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerRate.class);
  private static final int ROWS = 60_000;
  private static final int ROUNDS = 3;
  private static final int BATCH = 2_000;

  private LedgerRate() {}

  public static void main(String[] arguments) throws IOException {
    var vertx = Vertx.vertx();
    var mesh = Mesh.on(vertx);
    var database = Database.connect(vertx, TestPostgres.migratedDatabase(), 4);
    var spool = Files.createTempDirectory("atrium-rate-");
    await(vertx.deployVerticle(new MeteringActor(database, spool, new MeteringState())));
    var entries = new LedgerEntries(1);
    for (int round = 1; round <= ROUNDS; round++) {
      var plain = batch(entries, false);
      measure("through the actor", () -> throughTheActor(mesh, plain));
      var keyed = batch(entries, true);
      measure(
          "through the actor, each with an idempotency key", () -> throughTheActor(mesh, keyed));
      var bare = batch(entries, false);
      measure("by the writer alone", () -> byTheWriter(new LedgerWriter(database), bare));
    }
    await(vertx.close());
    Files.delete(spool);
  }

  private static List<LedgerEntry> batch(LedgerEntries entries, boolean keyed) {
    var batch = new ArrayList<LedgerEntry>();
    for (int row = 0; row < ROWS; row++) {
      var tenant = new TenantId("tenant-" + row % 20);
      var entry = entries.next(tenant);
      batch.add(keyed ? entries.keyed(tenant, Optional.of(entry.callId())) : entry);
    }
    return batch;
  }

  private static void throughTheActor(Mesh mesh, List<LedgerEntry> batch) {
    var recorded =
        batch.stream().map(entry -> mesh.ask(Addresses.METERING, entry, Recorded.class)).toList();
    await(Future.all(recorded));
  }

  private static void byTheWriter(LedgerWriter writer, List<LedgerEntry> batch) {
    for (int start = 0; start < batch.size(); start += BATCH) {
      await(writer.write(batch.subList(start, start + BATCH)));
    }
  }

  private static void measure(String what, Runnable work) {
    var started = System.nanoTime();
    var processor = processorTime();
    work.run();
    var seconds = (System.nanoTime() - started) / 1e9;
    var used = processorTime().minus(processor);
    LOG.info(
        "{} rows {}: {} rows/s, {} ms of this process's processor time",
        ROWS,
        what,
        Math.round(ROWS / seconds),
        used.toMillis());
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
