package dev.atrium.platform.conversation;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.conversation.OutcomeStore.Outcome;
import dev.atrium.platform.conversation.Utterance.Speaker;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.failure.AtriumException.Kind;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ConversationStoreTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final Optional<String> ANNA = Optional.of("anna");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static Database database;
  private final ConversationStore store = new ConversationStore(database, Duration.ofMinutes(2));
  private String id = "";

  @BeforeAll
  static void openDatabase() {
    database = Database.connect(VERTX, TestPostgres.migratedDatabase(), 8);
  }

  @AfterAll
  static void close() {
    await(database.close());
    await(VERTX.close());
  }

  @BeforeEach
  void nameConversation(TestInfo test) {
    id = test.getDisplayName();
  }

  @Test
  void newConversation_isEmpty() {
    var turn = await(begin(BANK));
    assertThat(turn.history()).isEmpty();
    assertThat(turn.state()).isEmpty();
  }

  @Test
  void finishedTurn_isTheNextOnesHistory() {
    var first = await(begin(BANK));
    await(store.finish(first, asked("Hello \u0000?"), answered("你好"), Map.of("step", "1")));
    var second = await(begin(BANK));
    assertThat(second.history()).containsExactly(asked("Hello \uFFFD?"), answered("你好"));
    assertThat(second.state()).containsExactly(Map.entry("step", "1"));
  }

  @Test
  void longConversation_givesATurnItsLatestMessages() {
    for (int round = 0; round < 15; round++) {
      var turn = await(begin(BANK));
      await(store.finish(turn, asked("q" + round), answered("a" + round), Map.of()));
    }
    var history = await(begin(BANK)).history();
    assertThat(history)
        .extracting(Utterance::text)
        .containsExactlyElementsOf(
            IntStream.range(5, 15).boxed().flatMap(n -> Stream.of("q" + n, "a" + n)).toList());
  }

  @Test
  void abandonedTurn_leavesNothing() {
    await(store.abandon(await(begin(BANK))));
    assertThat(await(begin(BANK)).history()).isEmpty();
  }

  @Test
  void concurrentTurns_oneHasTheConversationTheOthersAreRefused() {
    var attempts = IntStream.range(0, 12).mapToObj(n -> begin(BANK)).toList();
    await(Future.join(attempts).otherwiseEmpty());
    assertThat(attempts.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(attempts.stream().filter(Future::failed))
        .allSatisfy(attempt -> assertFailure(attempt, Kind.CAPACITY, "conversation_busy"));
  }

  @Test
  void turnWhoseLeaseIsOver_givesWayAndCannotFinish() {
    var hasty = new ConversationStore(database, Duration.ZERO);
    var expired = await(hasty.begin(BANK, id, "help", ANNA));
    var next = await(begin(BANK));
    assertFailure(
        store.finish(expired, asked("late"), answered("late"), Map.of()),
        Kind.CAPACITY,
        "turn_expired");
    await(store.finish(next, asked("in time"), answered("yes"), Map.of()));
    assertThat(await(begin(BANK)).history()).hasSize(2);
  }

  @Test
  void conversationOfAnotherEndUserOrScenario_isRefusedAndStaysFree() {
    await(store.abandon(await(begin(BANK))));
    assertFailure(
        store.begin(BANK, id, "help", Optional.of("ben")), Kind.CALLER, "conversation_taken");
    assertFailure(
        store.begin(BANK, id, "help", Optional.empty()), Kind.CALLER, "conversation_taken");
    assertFailure(store.begin(BANK, id, "sales", ANNA), Kind.CALLER, "conversation_taken");
    assertThat(await(begin(BANK)).history()).isEmpty();
  }

  @Test
  void sameIdOfAnotherTenant_isAnotherConversation() {
    var ofBank = await(begin(BANK));
    await(store.finish(ofBank, asked("secret"), answered("of the bank"), Map.of("k", "v")));
    var ofShop = await(begin(SHOP));
    assertThat(ofShop.history()).isEmpty();
    assertThat(ofShop.state()).isEmpty();
  }

  @Test
  void outcomes_areReadByTheirTenantAlone() {
    var outcomes = new OutcomeStore(database);
    var resolved = new Outcome("call_1", id, "help", "RESOLVED", NOON);
    var handedOver = new Outcome("call_2", id, "help", "HANDED_OVER", NOON.plusSeconds(1));
    await(outcomes.record(BANK, handedOver));
    await(outcomes.record(BANK, resolved));
    assertThat(await(outcomes.since(BANK, NOON))).isEqualTo(List.of(resolved, handedOver));
    assertThat(await(outcomes.since(BANK, NOON.plusMillis(1)))).containsExactly(handedOver);
    assertThat(await(outcomes.since(SHOP, NOON))).isEmpty();
  }

  private Future<Turn> begin(TenantId tenant) {
    return store.begin(tenant, id, "help", ANNA);
  }

  private static Utterance asked(String text) {
    return new Utterance(Speaker.USER, text, NOON);
  }

  private static Utterance answered(String text) {
    return new Utterance(Speaker.ASSISTANT, text, NOON.plusSeconds(1));
  }

  private static void assertFailure(Future<?> refused, Kind kind, String code) {
    assertThat(failureOf(refused))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
            });
  }
}
