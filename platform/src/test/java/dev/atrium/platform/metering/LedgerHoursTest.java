package dev.atrium.platform.metering;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.administration.LedgerAdministration;
import dev.atrium.platform.administration.LedgerAdministration.Difference;
import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.metering.UsageReport.Totals;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage by hour beside the ledger's rows, on a real database. */
class LedgerHoursTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LATE = Instant.parse("2030-01-01T00:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final DatabaseAddress address = TestPostgres.freshDatabase();
  private final LedgerEntries entries = new LedgerEntries(7);
  private Database database;
  private LedgerWriter writer;
  private UsageReports reports;
  private LedgerAdministration ledger;

  @BeforeEach
  void start() {
    database = Database.connect(vertx, Migrations.migrate(address), 4);
    writer = new LedgerWriter(database);
    reports = new UsageReports(database);
    ledger = new LedgerAdministration(database);
  }

  @AfterEach
  void stop() {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void hours_areTheRowsToTheLastToken_howeverOftenRowsAreDelivered() {
    var bank = entries.of(BANK, 700);
    await(writer.write(bank));
    await(writer.write(bank.subList(100, 400)));
    await(writer.write(entries.of(SHOP, 50)));

    var hours = hours();

    assertThat(hours.stream().mapToLong(hour -> hour.totals().calls()).sum()).isEqualTo(700);
    assertThat(hours.stream().mapToLong(hour -> hour.totals().generatedTokens()).sum())
        .isEqualTo(bank.stream().mapToLong(entry -> entry.tokens().generated()).sum());
    assertThat(cost(hours.stream().map(UsageHours.Hour::totals).toList()))
        .isEqualByComparingTo(
            bank.stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
    var checked = await(ledger.check());
    assertThat(checked.differences()).isEmpty();
    assertThat(checked.rows()).isEqualTo(750);
  }

  @Test
  void report_ofPartsOfHours_countsEachCallOnce() {
    var bank = entries.of(BANK, 300);
    await(writer.write(bank));
    var middle = bank.get(150).timing().arrived();

    var before = report(Optional.empty(), Optional.of(middle));
    var after = report(Optional.of(middle), Optional.empty());
    var between = report(Optional.of(middle), Optional.of(middle.plusMillis(50)));

    assertThat(before.calls()).isEqualTo(150);
    assertThat(after.calls()).isEqualTo(150);
    assertThat(between.calls()).isEqualTo(50);
    assertThat(before.generatedTokens() + after.generatedTokens())
        .isEqualTo(report(Optional.empty(), Optional.empty()).generatedTokens());
  }

  @Test
  void hourThatWasTamperedWith_isFound() throws SQLException {
    await(writer.write(entries.of(BANK, 20)));
    asOwner(
        "UPDATE atrium.usage_hour SET cost = cost + 1 WHERE begins = "
            + "(SELECT max(begins) FROM atrium.usage_hour)");

    assertThat(await(ledger.check()).differences())
        .extracting(Difference::tenant)
        .containsExactly("bank");
  }

  @Test
  void correction_isANewRowThatCostsAndCountsNothing() {
    var call = entries.next(BANK);
    await(writer.write(List.of(call)));
    var before = report(Optional.empty(), Optional.empty());

    await(ledger.correct("me", BANK, call.callId(), new BigDecimal("-0.25"), "answered twice"));

    var after = report(Optional.empty(), Optional.empty());
    assertThat(after.cost()).isEqualByComparingTo(before.cost().subtract(new BigDecimal("0.25")));
    assertThat(after.calls()).isEqualTo(1);
    assertThat(after.promptTokens()).isEqualTo(before.promptTokens());
    assertThat(await(ledger.check()).differences()).isEmpty();
    var failure =
        failureOf(ledger.correct("me", SHOP, call.callId(), BigDecimal.ONE, "not the shop's"));
    assertThat(((AtriumException) failure).code()).isEqualTo("call_not_found");
  }

  @Test
  void retire_dropsOldRowsAndKeepsTheirHours() {
    await(writer.prepare(LocalDate.parse("2026-10-01")));
    await(writer.write(entries.of(BANK, 10)));
    var now = Instant.parse("2027-02-10T00:00:00Z");
    var before = report(Optional.empty(), Optional.empty());

    assertThat(await(new LedgerRetention(database, () -> now, 3).retire()))
        .containsExactly("ledger_2026_10");
    assertThat(await(new LedgerRetention(database, () -> now, 1).retire()))
        .contains("ledger_2026_11");

    assertThat(await(ledger.check()).rows()).isZero();
    assertThat(await(ledger.check()).differences()).isEmpty();
    assertThat(report(Optional.empty(), Optional.empty())).isEqualTo(before);
    assertThat(before.calls()).isEqualTo(10);
  }

  @Test
  void writersOfTheSameHours_doNotHoldEachOtherUpForever() {
    var one = entries.of(BANK, 400);
    var other = entries.of(BANK, 400).reversed();

    for (int start = 0; start < 400; start += 50) {
      var first = writer.write(one.subList(start, start + 50));
      var second = writer.write(other.subList(start, start + 50));
      await(first);
      await(second);
    }

    assertThat(report(Optional.empty(), Optional.empty()).calls()).isEqualTo(800);
    assertThat(await(ledger.check()).differences()).isEmpty();
  }

  private List<UsageHours.Hour> hours() {
    var question = new UsageHoursQuestion(LONG_AGO, LATE);
    return await(reports.hours(BANK, question)).hours();
  }

  private Totals report(Optional<Instant> from, Optional<Instant> to) {
    return await(reports.report(BANK, new UsageQuestion(from, to, 0))).totals();
  }

  private static BigDecimal cost(List<Totals> totals) {
    return totals.stream().map(Totals::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void asOwner(String sql) throws SQLException {
    var url =
        "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
    try (var owner = DriverManager.getConnection(url, address.owner(), address.password());
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
