package dev.atrium.platform.allowance;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.DatabaseAccess;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import dev.atrium.platform.tenancy.Allowance.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PurseTest {
  private final DatabaseAccess access = TestPostgres.migratedDatabase();
  private final List<PurseNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(PurseNode::close);
  }

  @Test
  void callsOfManyNodesTogether_areAdmittedExactlyAsOftenAsTheBudgetAllows() {
    var rules = List.of(rule(Subject.TENANT, Measure.TOKENS, Period.MONTH, 37 * 100 + 99));
    var asked = new ArrayList<Future<Reservation>>();
    for (int node = 0; node < 4; node++) {
      asked.addAll(ask(node(rules), 30, 100));
    }
    assertThat(admitted(asked)).isEqualTo(37);
  }

  @Test
  void callsInTurnOnTwoNodes_useABudgetToItsEnd() {
    var rules = List.of(rule(Subject.TENANT, Measure.MONEY, Period.DAY, 1));
    var one = node(rules);
    var other = node(rules);
    int admitted = 0;
    for (int call = 0; call < 60; call++) {
      var node = call % 3 == 0 ? one : other;
      var reservation = node.reserve(PurseNode.demand(40, Optional.empty()));
      if (await(reservation.map(true).otherwise(false))) {
        admitted++;
        await(node.settle(await(reservation), 20));
      }
    }
    // each used 0.02 and must find 0.04: the last finds exactly 0.04
    assertThat(admitted).isEqualTo(49);
  }

  @Test
  void aLeaseTakenAheadElsewhere_isRecalledBeforeAnyoneIsRefused() {
    var rules = List.of(rule(Subject.TENANT, Measure.REQUESTS, Period.HOUR, 1000));
    var hoarder = node(rules);
    assertThat(admitted(ask(hoarder, 300, 1))).isEqualTo(300);
    var other = node(rules);
    var asked = ask(other, 800, 1);
    assertThat(admitted(asked)).isEqualTo(700);
    assertThat(failureOf(hoarder.reserve(PurseNode.demand(1, Optional.empty()))))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("rate_limit_exceeded");
              assertThat(refused.retryAfter()).isPositive();
            });
  }

  @Test
  void whatACallDidNotUse_isThereForTheNext() {
    var rules = List.of(rule(Subject.TENANT, Measure.TOKENS, Period.DAY, 100));
    var node = node(rules);
    var whole = await(node.reserve(PurseNode.demand(100, Optional.empty())));
    assertThat(refusal(node.reserve(PurseNode.demand(1, Optional.empty()))))
        .isEqualTo("insufficient_quota");
    await(node.settle(whole, 60));
    var rest = await(node.reserve(PurseNode.demand(40, Optional.empty())));
    await(node.giveBack(rest));
    assertThat(await(node.reserve(PurseNode.demand(40, Optional.empty()))).parts()).hasSize(1);
    assertThat(refusal(node.reserve(PurseNode.demand(1, Optional.empty()))))
        .isEqualTo("insufficient_quota");
  }

  @Test
  void concurrentCalls_areLimitedForEachEndUserOnAllNodes() {
    var rules = List.of(rule(Subject.USER, Measure.CONCURRENT, Period.ALWAYS, 3));
    var one = node(rules);
    var other = node(rules);
    var anna = Optional.of("anna");
    var first = await(one.reserve(PurseNode.demand(1, anna)));
    await(one.reserve(PurseNode.demand(1, anna)));
    await(other.reserve(PurseNode.demand(1, anna)));
    assertThat(refusal(other.reserve(PurseNode.demand(1, anna)))).isEqualTo("rate_limit_exceeded");
    await(other.reserve(PurseNode.demand(1, Optional.of("bert"))));
    await(one.settle(first, 1));
    await(other.reserve(PurseNode.demand(1, anna)));
    assertThat(await(other.reserve(PurseNode.demand(1, Optional.empty()))).parts()).isEmpty();
  }

  @Test
  void aRefusedCall_takesNothingFromTheOtherAllowances() {
    var rules =
        List.of(
            rule(Subject.TENANT, Measure.REQUESTS, Period.DAY, 5),
            rule(Subject.KEY, Measure.TOKENS, Period.DAY, 10));
    var node = node(rules);
    for (int call = 0; call < 7; call++) {
      assertThat(refusal(node.reserve(PurseNode.demand(11, Optional.empty()))))
          .isEqualTo("insufficient_quota");
    }
    assertThat(admitted(ask(node, 8, 2))).isEqualTo(5);
  }

  @Test
  void processesThatAreKilled_giveBackWhatTheyHeldAndNothingElse() throws IOException {
    var rules = List.of(rule(Subject.TENANT, Measure.REQUESTS, Period.ALWAYS, 20));
    var processes = List.of(start(20, 15), start(20, 15), start(20, 15));
    try {
      int admitted = 0;
      for (var process : processes) {
        admitted += admitted(process);
      }
      assertThat(admitted).isEqualTo(20);
    } finally {
      for (var process : processes) {
        process.destroyForcibly();
        process.onExit().join();
      }
    }
    expireNodes();

    assertThat(admitted(ask(node(rules), 25, 1))).isEqualTo(20);
  }

  /** Lets the time pass after which the others take the killed ones for dead. */
  private void expireNodes() {
    var vertx = Vertx.vertx();
    var database = Database.connect(vertx, access, 1);
    await(
        database.withEveryTenant(
            connection ->
                connection
                    .query("UPDATE node SET alive_until = now() - interval '1 second'")
                    .execute()));
    await(vertx.close());
  }

  private Process start(int most, int calls) throws IOException {
    var address = access.address();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DoomedPurse.class.getName(),
            "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                    address.owner(),
                    address.password(),
                    address.host(),
                    address.port(),
                    address.database()),
            Integer.toString(most),
            Integer.toString(calls))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Waits until a process was told of all its calls; counts those admitted. */
  private static int admitted(Process process) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("admitted ")) {
        return Integer.parseInt(line.substring("admitted ".length()));
      }
      if (line.startsWith("failed: ")) {
        throw new AssertionError(line);
      }
    }
    throw new AssertionError("the process ended before it was told");
  }

  private PurseNode node(List<Allowance> rules) {
    var node = new PurseNode(access, rules);
    nodes.add(node);
    return node;
  }

  private static List<Future<Reservation>> ask(PurseNode node, int calls, long tokens) {
    var asked = new ArrayList<Future<Reservation>>();
    for (int call = 0; call < calls; call++) {
      asked.add(node.reserve(PurseNode.demand(tokens, Optional.empty())));
    }
    return asked;
  }

  private static long admitted(List<Future<Reservation>> asked) {
    await(Future.join(asked).otherwiseEmpty());
    return asked.stream().filter(Future::succeeded).count();
  }

  private static String refusal(Future<Reservation> reservation) {
    return ((AtriumException) failureOf(reservation)).code();
  }

  static Allowance rule(Subject of, Measure what, Period per, long most) {
    return new Allowance(of, Optional.empty(), what, per, BigDecimal.valueOf(most), 0);
  }
}
