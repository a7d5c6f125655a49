package dev.atrium.platform.metering;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.EmbeddedPostgres;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.LedgerEntry.Status;
import dev.atrium.platform.metering.MeteringMessages.FirstUse;
import dev.atrium.platform.metering.MeteringMessages.Flush;
import dev.atrium.platform.metering.MeteringMessages.Flushed;
import dev.atrium.platform.metering.MeteringMessages.KeyUse;
import dev.atrium.platform.metering.MeteringMessages.KeyUseOf;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import dev.atrium.platform.metering.MeteringMessages.UsageOf;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteringActorTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  @TempDir private static Path folder;
  private static DataDirectory directory;
  private static EmbeddedPostgres server;
  private final LedgerEntries entries = new LedgerEntries(System.nanoTime());
  private Vertx vertx;
  private Mesh mesh;
  private Database database;
  private Path spool;
  private String deployment;
  private MeteringState state;

  @BeforeAll
  static void startServer() {
    directory = DataDirectory.claim(folder);
    server = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
  }

  @AfterAll
  static void stopServer() {
    server.close();
    directory.close();
  }

  @BeforeEach
  void deploy() throws IOException {
    vertx = Vertx.vertx();
    mesh = Mesh.on(vertx);
    database = Database.connect(vertx, Migrations.migrate(server.address()), 4);
    spool = Files.createTempDirectory(folder, "spool");
    state = new MeteringState();
    deployment = await(vertx.deployVerticle(new MeteringActor(database, spool, state)));
    empty();
  }

  @AfterEach
  void undeploy() {
    await(vertx.close());
  }

  @Test
  void report_ofRandomEntries_addsUpExactly() {
    var bank = entries.of(BANK, 5_000);
    var shop = entries.of(SHOP, 100);
    recordAll(bank);
    recordAll(shop);

    var report = report(BANK, 1_000);

    assertSums(report.totals(), bank);
    assertThat(report.groups()).hasSizeGreaterThan(1);
    for (var group : report.groups()) {
      assertSums(
          group.totals(),
          bank.stream()
              .filter(entry -> entry.scenario().orElse("").equals(group.scenario()))
              .filter(entry -> entry.model().orElse("").equals(group.model()))
              .toList());
    }
    var newest = Comparator.<LedgerEntry, Instant>comparing(e -> e.timing().arrived());
    assertThat(report.rows())
        .isEqualTo(bank.stream().sorted(newest.reversed()).limit(1_000).toList());
    assertSums(report(SHOP, 0).totals(), shop);
    assertThat(report(new TenantId("nobody"), 10).totals().calls()).isZero();
  }

  @Test
  void report_ofATimeSpan_countsWhatArrivedInIt() {
    var all = entries.of(BANK, 10);
    recordAll(all);
    var question =
        new UsageQuestion(
            Optional.of(all.get(3).timing().arrived()),
            Optional.of(all.get(7).timing().arrived()),
            100);
    var report =
        await(mesh.ask(Addresses.METERING, new UsageOf(BANK, question), UsageReport.class));
    assertSums(report.totals(), all.subList(3, 7));
    assertThat(report.rows()).containsExactlyInAnyOrderElementsOf(all.subList(3, 7));
  }

  @Test
  void entryDeliveredManyTimes_isOneRow() {
    var once = entries.of(BANK, 50);
    var many = new ArrayList<LedgerEntry>();
    for (int copy = 0; copy < 5; copy++) {
      many.addAll(once);
    }
    Collections.shuffle(many, new Random(3));
    recordAll(many);
    assertSums(report(BANK, 0).totals(), once);
  }

  @Test
  void secondCallWithAnIdempotencyKey_isAccountedButNotBilled() {
    var first = entries.keyed(BANK, Optional.of("order-1"));
    var second = entries.keyed(BANK, Optional.of("order-1"));
    var other = entries.keyed(SHOP, Optional.of("order-1"));
    recordAll(List.of(first));
    recordAll(List.of(second, other));

    var totals = report(BANK, 0).totals();
    assertThat(totals.calls()).isEqualTo(2);
    assertThat(totals.generatedTokens())
        .isEqualTo(first.tokens().generated() + second.tokens().generated());
    assertThat(totals.cost()).isEqualByComparingTo(first.cost());
    assertThat(report(SHOP, 0).totals().cost()).isEqualByComparingTo(other.cost());
    assertThat(duplicates()).containsExactly(second.callId() + " of " + first.callId());
    assertThat(keyUse("order-1")).contains(first.callId());
    assertThat(keyUse("order-2")).isEmpty();
  }

  @Test
  void sameKeyFromManyNodesAtOnce_isBilledOnce() {
    var calls = new ArrayList<LedgerEntry>();
    for (int call = 0; call < 400; call++) {
      calls.add(entries.keyed(BANK, Optional.of("order-" + call % 20)));
    }
    Collections.shuffle(calls, new Random(5));
    var writers = new ArrayList<Future<List<LedgerEntry>>>();
    for (int start = 0; start < calls.size(); start += 50) {
      writers.add(new LedgerWriter(database).write(calls.subList(start, start + 50)));
    }
    await(Future.all(writers));

    assertThat(report(BANK, 0).totals().calls()).isEqualTo(400);
    assertThat(duplicates()).hasSize(380);
  }

  @Test
  void databaseAway_nothingIsLostAndNothingCountedTwice() {
    var before = entries.of(BANK, 300);
    recordAll(before);
    server.suspend();
    var during = entries.of(BANK, 3_000);
    var keyed = entries.keyed(BANK, Optional.of("while-away"));
    recordAll(during);
    recordAll(List.of(keyed, keyed));
    recordAll(before.subList(0, 10));
    assertThat(keyUse("while-away")).contains(keyed.callId());
    assertThat(failureOf(mesh.ask(Addresses.METERING, new Flush(), Flushed.class)))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("database_unavailable"));

    server.resume();
    var after = entries.of(BANK, 300);
    recordAll(after);

    var all = new ArrayList<>(before);
    all.addAll(during);
    all.add(keyed);
    all.addAll(after);
    assertSums(report(BANK, 0).totals(), all);
    assertThat(keyUse("while-away")).contains(keyed.callId());
    assertThat(spooledFiles()).isEmpty();
  }

  @Test
  void actorReplacedWhileTheDatabaseIsAway_bringsTheSpoolHome() throws IOException {
    server.suspend();
    var before = entries.of(BANK, 20);
    recordAll(before);
    await(vertx.undeploy(deployment));
    server.resume();
    var torn = spool.resolve("000099.spool");
    Files.writeString(torn, "00000000 {\"callId\":");
    await(vertx.deployVerticle(new MeteringActor(database, spool, new MeteringState())));
    assertSums(report(BANK, 0).totals(), before);
  }

  @Test
  void neitherDatabaseNorDisk_entriesWaitUnacknowledgedAndGoHomeLater() throws IOException {
    server.suspend();
    Files.delete(spool);
    Files.writeString(spool, "in the way of the spool's folder");
    var waiting = entries.of(BANK, 50);
    var recorded =
        waiting.stream().map(entry -> mesh.ask(Addresses.METERING, entry, Recorded.class)).toList();
    assertThat(failureOf(mesh.ask(Addresses.METERING, new KeyUseOf(BANK, "k"), KeyUse.class)))
        .isInstanceOf(AtriumException.class);
    assertThat(recorded).noneMatch(Future::isComplete);
    while (state.problem().isEmpty()) {
      failureOf(mesh.ask(Addresses.METERING, new KeyUseOf(BANK, "k"), KeyUse.class));
    }
    assertThat(failureOf(usage(BANK, 0)))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("metering_unavailable"));

    server.resume();

    await(Future.all(recorded));
    assertThat(state.problem()).isEmpty();
    assertSums(report(BANK, 0).totals(), waiting);
  }

  @Test
  void entryThatTheDatabaseRefuses_isSetAsideAndStopsNoOther() throws IOException {
    var good = entries.of(BANK, 100);
    var bad = withDelivered(entries.next(BANK), -1);
    var mixed = new ArrayList<>(good);
    mixed.add(50, bad);
    recordAll(mixed);
    assertSums(report(BANK, 0).totals(), good);
    assertThat(Files.readString(spool.resolve("refused.jsonl"))).contains(bad.callId());
  }

  @Test
  void nulCharacterFromAClient_doesNotLoseTheRow() {
    var keyed = entries.keyed(BANK, Optional.of("order\u00001"));
    recordAll(List.of(keyed));
    assertSums(report(BANK, 0).totals(), List.of(keyed));
    assertThat(keyUse("order\u00001")).contains(keyed.callId());
  }

  @Test
  void ledger_isNeverChanged() {
    recordAll(entries.of(BANK, 1));
    for (var change :
        List.of("UPDATE ledger SET cost = 0", "DELETE FROM ledger", "TRUNCATE ledger")) {
      assertThat(
              failureOf(database.withEveryTenant(connection -> connection.query(change).execute())))
          .isInstanceOf(AtriumException.class);
    }
    assertThat(report(BANK, 0).totals().calls()).isEqualTo(1);
  }

  @Test
  void rowsOfAnyMonth_areKept() {
    var now = entries.next(BANK);
    var old = arrived(entries.next(BANK), Instant.parse("1999-01-01T00:00:00Z"));
    var coming = arrived(entries.next(BANK), Instant.parse("2077-06-01T00:00:00Z"));
    recordAll(List.of(now, old, coming));
    assertSums(report(BANK, 0).totals(), List.of(now, old, coming));
  }

  private void recordAll(List<LedgerEntry> all) {
    var recorded =
        all.stream().map(entry -> mesh.ask(Addresses.METERING, entry, Recorded.class)).toList();
    await(Future.all(recorded));
    assertThat(recorded)
        .extracting(future -> future.result().callId())
        .isEqualTo(all.stream().map(LedgerEntry::callId).toList());
  }

  private UsageReport report(TenantId tenant, int rows) {
    return await(usage(tenant, rows));
  }

  private Future<UsageReport> usage(TenantId tenant, int rows) {
    var question = new UsageQuestion(Optional.empty(), Optional.empty(), rows);
    return mesh.ask(Addresses.METERING, new UsageOf(tenant, question), UsageReport.class);
  }

  private Optional<String> keyUse(String key) {
    return await(mesh.ask(Addresses.METERING, new KeyUseOf(BANK, key), KeyUse.class))
        .first()
        .map(FirstUse::callId);
  }

  private List<String> duplicates() {
    return await(
        database.withEveryTenant(
            connection ->
                connection
                    .query(
                        "SELECT call_id || ' of ' || duplicate_of FROM ledger"
                            + " WHERE duplicate_of IS NOT NULL AND cost = 0")
                    .execute()
                    .map(
                        rows -> {
                          var found = new ArrayList<String>();
                          rows.forEach(row -> found.add(row.getString(0)));
                          return found;
                        })));
  }

  private List<Path> spooledFiles() {
    try (var files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(".spool")).toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void assertSums(UsageReport.Totals totals, List<LedgerEntry> all) {
    var expected =
        new UsageReport.Totals(
            all.size(),
            all.stream().filter(entry -> entry.status() == Status.COMPLETED).count(),
            all.stream().filter(entry -> entry.status() == Status.FAILED).count(),
            all.stream().filter(entry -> entry.status() == Status.ABORTED).count(),
            all.stream().mapToLong(entry -> entry.tokens().prompt()).sum(),
            all.stream().mapToLong(entry -> entry.tokens().cached()).sum(),
            all.stream().mapToLong(entry -> entry.tokens().generated()).sum(),
            all.stream().mapToLong(LedgerEntry::delivered).sum(),
            all.stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add),
            "USD");
    assertThat(totals).isEqualTo(expected);
  }

  private static LedgerEntry withDelivered(LedgerEntry entry, int delivered) {
    return new LedgerEntry(
        entry.callId(),
        entry.tenant(),
        entry.keyId(),
        entry.endUser(),
        entry.scenario(),
        entry.plugin(),
        entry.model(),
        entry.adapter(),
        entry.status(),
        entry.errorCode(),
        entry.tokens(),
        delivered,
        entry.timing(),
        entry.price(),
        entry.cost(),
        entry.idempotencyKey(),
        entry.fingerprint(),
        entry.accounts());
  }

  private static LedgerEntry arrived(LedgerEntry entry, Instant instant) {
    return new LedgerEntry(
        entry.callId(),
        entry.tenant(),
        entry.keyId(),
        entry.endUser(),
        entry.scenario(),
        entry.plugin(),
        entry.model(),
        entry.adapter(),
        entry.status(),
        entry.errorCode(),
        entry.tokens(),
        entry.delivered(),
        new LedgerEntry.Timing(instant, instant, 1, 1),
        entry.price(),
        entry.cost(),
        entry.idempotencyKey(),
        entry.fingerprint(),
        entry.accounts());
  }

  /** Empties the ledger, which nothing but its owner's hand can do. */
  private void empty() {
    LedgerReset.empty(server.address());
  }
}
