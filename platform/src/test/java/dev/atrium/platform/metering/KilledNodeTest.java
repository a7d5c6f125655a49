package dev.atrium.platform.metering;

import static dev.atrium.platform.database.TestPostgres.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.EmbeddedPostgres;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.MeteringMessages.UsageOf;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills a whole process that records ledger entries, and counts what the next one finds. */
class KilledNodeTest {
  private static final int ROUNDS = 2_000;
  @TempDir private Path folder;

  /** Twice killed, once while its database was there and once while entries went to the spool. */
  @ParameterizedTest
  @CsvSource({"1000000, 900", "5, 900"})
  void killedNode_losesNoAcknowledgedEntryAndCountsNoneTwice(int roundsWithDatabase, int kill)
      throws IOException {
    var acknowledged = runUntilKilled(roundsWithDatabase, kill + new Random().nextInt(400));

    var rows = rowsFoundByTheNextNode();

    assertThat(rows).doesNotHaveDuplicates();
    assertThat(rows).containsAll(acknowledged);
    assertThat(entriesById().keySet()).containsAll(rows);
  }

  private Set<String> runUntilKilled(int roundsWithDatabase, int entries) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DoomedNode.class.getName(),
            folder.toString(),
            Integer.toString(roundsWithDatabase));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var acknowledged = new HashSet<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("call_")) {
          acknowledged.add(line);
        }
        if (acknowledged.size() == entries) {
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.toHandle().destroyForcibly();
      process.onExit().join();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(entries);
    return acknowledged;
  }

  private List<String> rowsFoundByTheNextNode() {
    var vertx = Vertx.vertx();
    try (var directory = DataDirectory.claim(folder);
        var server = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache())) {
      var database = Database.connect(vertx, Migrations.migrate(server.address()), 2);
      var mesh = Mesh.on(vertx);
      await(
          vertx.deployVerticle(
              new MeteringActor(database, folder.resolve("spool"), new MeteringState())));
      var question = new UsageQuestion(Optional.empty(), Optional.empty(), 1_000_000);
      var report =
          await(
              mesh.ask(
                  Addresses.METERING, new UsageOf(DoomedNode.TENANT, question), UsageReport.class));
      assertBilledOncePerKey(report);
      await(database.close());
      return report.rows().stream().map(LedgerEntry::callId).toList();
    } finally {
      await(vertx.close());
    }
  }

  private static void assertBilledOncePerKey(UsageReport report) {
    var calls = entriesById();
    var billed = new HashMap<String, Integer>();
    for (var row : report.rows()) {
      var free = row.cost().signum() == 0 && calls.get(row.callId()).cost().signum() > 0;
      row.idempotencyKey().ifPresent(key -> billed.merge(key, free ? 0 : 1, Integer::sum));
    }
    assertThat(billed).isNotEmpty();
    assertThat(billed.values()).containsOnly(1);
    assertThat(report.totals().calls()).isEqualTo(report.rows().size());
  }

  /** What the killed process would have recorded had it lived for ever. */
  private static Map<String, LedgerEntry> entriesById() {
    var entries = new LedgerEntries(DoomedNode.SEED);
    var all = new ArrayList<LedgerEntry>();
    for (int round = 0; round < ROUNDS; round++) {
      DoomedNode.entries(entries, round).forEach(all::add);
    }
    var byId = new HashMap<String, LedgerEntry>();
    all.forEach(entry -> byId.put(entry.callId(), entry));
    return byId;
  }
}
