package dev.atrium.platform.metering;

import static dev.atrium.platform.database.TestPostgres.await;

import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.EmbeddedPostgres;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process that records ledger entries, and says on its standard output which were acknowledged,
 * until it is killed. Its database goes away after some of them.
 */
final class DoomedNode {
  static final TenantId TENANT = new TenantId("bank");
  static final long SEED = 11;
  private static final int TOGETHER = 40;

  private DoomedNode() {}

  /**
   * @param arguments the data directory, and after how many rounds the database goes away
   */
  public static void main(String[] arguments) {
    var directory = DataDirectory.claim(Path.of(arguments[0]));
    var server = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
    var access = Migrations.migrate(server.address());
    var vertx = Vertx.vertx();
    var mesh = Mesh.on(vertx);
    var actor =
        new MeteringActor(
            Database.connect(vertx, access, 2),
            directory.path().resolve("spool"),
            new MeteringState());
    await(vertx.deployVerticle(actor));
    var entries = new LedgerEntries(SEED);
    for (int round = 0; true; round++) {
      if (round == Integer.parseInt(arguments[1])) {
        server.suspend();
      }
      var recorded = entries(entries, round).map(entry -> record(mesh, entry)).toList();
      await(Future.all(recorded));
    }
  }

  /** The entries of a round; some share their idempotency key with those of other rounds. */
  static Stream<LedgerEntry> entries(LedgerEntries entries, int round) {
    return IntStream.range(0, TOGETHER)
        .mapToObj(
            index ->
                entries.keyed(
                    TENANT,
                    index % 4 == 0
                        ? Optional.of("order-" + round / 2 + "-" + index)
                        : Optional.empty()));
  }

  private static Future<Recorded> record(Mesh mesh, LedgerEntry entry) {
    return mesh.ask(Addresses.METERING, entry, Recorded.class)
        .onSuccess(recorded -> System.out.println(recorded.callId()));
  }
}
