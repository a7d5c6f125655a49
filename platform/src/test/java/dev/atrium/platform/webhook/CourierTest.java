package dev.atrium.platform.webhook;

import static dev.atrium.platform.database.TestPostgres.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.calls.WebhookMessages.AddWebhook;
import dev.atrium.platform.calls.WebhookMessages.Delivery;
import dev.atrium.platform.calls.WebhookMessages.Webhook;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events on their way from a real database to a real receiver, which fails when it is told to. */
class CourierTest {
  private static final TenantId BANK = new TenantId("harbor-bank");
  private static final String ALERT = "dev.atrium.budget.alert";
  private static final TargetPolicy LOCAL = new TargetPolicy(List.of("127.0.0.1"));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
  private Database database;
  private WebhookStore store;
  private HttpServer receiver;

  private record Received(Map<String, String> headers, String body) {}

  @BeforeEach
  void start() {
    database = Database.connect(vertx, TestPostgres.migratedDatabase(), 4);
    var packs = Path.of(System.getProperty("atrium.root", "..")).resolve("tenants");
    await(new TenantStore(database).importPacks(PackReader.readAll(packs)));
    store = new WebhookStore(database);
    receiver =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  var headers = new HashMap<String, String>();
                                  request.headers().forEach(headers::put);
                                  received.add(new Received(headers, body.toString()));
                                  var answer = answers.poll();
                                  request
                                      .response()
                                      .setStatusCode(answer == null ? 200 : answer)
                                      .end();
                                }))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void receiverThatFailsAtFirst_getsTheSameEventAgainLaterAndSigned() throws Exception {
    var webhook = add();
    emit("one");
    answers.addAll(List.of(500, 503));
    var courier = courier(LOCAL);

    await(courier.round(false));
    await(courier.round(false));
    assertThat(received).as("a second round at the same moment").hasSize(1);
    pass(Duration.ofSeconds(10));
    await(courier.round(false));
    pass(Duration.ofMinutes(1));
    await(courier.round(false));
    pass(Duration.ofDays(1));
    await(courier.round(false));

    assertThat(received).hasSize(3);
    assertThat(received).extracting(each -> each.headers().get("webhook-id")).containsOnly("one");
    for (var each : received) {
      assertThat(each.headers().get("webhook-signature"))
          .isEqualTo(signature(webhook.secret().orElseThrow(), each));
    }
    assertThat(delivery(webhook).attempts()).isEqualTo(3);
    assertThat(delivery(webhook).delivered()).isPresent();
    assertThat(delivery(webhook).next()).isEmpty();
  }

  @Test
  void event_isACloudEvent() {
    add();
    emit("one");

    await(courier(LOCAL).round(false));

    var event = new JsonObject(received.getFirst().body());
    assertThat(received.getFirst().headers().get("content-type"))
        .isEqualTo("application/cloudevents+json");
    assertThat(event.getString("specversion")).isEqualTo("1.0");
    assertThat(event.getString("id")).isEqualTo("one");
    assertThat(event.getString("type")).isEqualTo(ALERT);
    assertThat(event.getString("source")).isEqualTo("urn:atrium:tenant:harbor-bank");
    assertThat(Instant.parse(event.getString("time"))).isEqualTo(now.get());
    assertThat(event.getJsonObject("data").getInteger("used")).isEqualTo(5);
  }

  @Test
  void manyCouriers_tellEachEventOnce() {
    add();
    for (int event = 0; event < 40; event++) {
      emit("event-" + event);
      emit("event-" + event);
    }
    var couriers = List.of(courier(LOCAL), courier(LOCAL), courier(LOCAL));

    for (int round = 0; round < 3; round++) {
      await(Future.join(couriers.stream().map(courier -> courier.round(false)).toList()));
    }

    assertThat(received).hasSize(40);
    var ids = new HashSet<String>();
    received.forEach(each -> ids.add(each.headers().get("webhook-id")));
    assertThat(ids).hasSize(40);
  }

  @Test
  void receiverThatIsGone_isToldNoMore() {
    var webhook = add();
    emit("one");
    emit("two");
    answers.addAll(List.of(410, 410));

    await(courier(LOCAL).round(false));
    emit("three");
    pass(Duration.ofDays(1));
    await(courier(LOCAL).round(false));

    assertThat(received).hasSize(2);
    assertThat(await(store.list(BANK)).getFirst().disabled()).isPresent();
    assertThat(await(store.deliveries(BANK, webhook.id())))
        .allSatisfy(delivery -> assertThat(delivery.next()).isEmpty());
  }

  @Test
  void receiverThatNeverTakesIt_isGivenUpInTheEnd() {
    var webhook = add();
    emit("one");
    await(receiver.close());
    var courier = courier(LOCAL);

    for (int attempt = 0; attempt < 15; attempt++) {
      await(courier.round(false));
      pass(Duration.ofDays(2));
    }

    assertThat(delivery(webhook).attempts()).isEqualTo(11);
    assertThat(delivery(webhook).outcome()).isEqualTo("no answer; given up");
  }

  @Test
  void privateTarget_isNotCalledUnlessTheOperatorAllowsIt() {
    var webhook = add();
    emit("one");

    await(courier(new TargetPolicy(List.of())).round(false));

    assertThat(received).isEmpty();
    assertThat(delivery(webhook).outcome()).contains("refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "ff02::1"
      })
  void privateAddress_isKnownAsOne(String address) {
    assertThat(TargetPolicy.isPrivate(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700:4700::1111"})
  void publicAddress_isKnownAsOne(String address) {
    assertThat(TargetPolicy.isPrivate(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/", "https://127.0.0.1/", "https://192.168.0.1:8443/x",
        "https://example.com:99999/", "https://example.com/%zz", "https://-/"
      })
  void targetThatMayNotBe_isRefusedWhenItIsNamed(String url) {
    assertThatThrownBy(() -> new TargetPolicy(List.of("*.inside.example")).check(url))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refused -> assertThat(refused.code()).isEqualTo("webhook_target_refused"));
  }

  @Test
  void hostThatTheOperatorAllows_mayBePrivateAndUnencrypted() {
    new TargetPolicy(List.of("*.inside.example")).check("http://hooks.inside.example:8080/x");
  }

  @Test
  void usageOfHoursThatAreOver_isToldOnceAndAddsUp() {
    await(store.add(new AddWebhook(BANK, url(), List.of("dev.atrium.usage.hour"))));
    await(
        database.withEveryTenant(
            connection ->
                connection
                    .query("UPDATE webhook SET created_at = '2026-11-24T00:00:00Z'")
                    .execute()));
    use("2026-11-24T08:10:00Z", 3);
    use("2026-11-24T08:20:00Z", 4);
    use("2026-11-24T09:58:00Z", 5);
    var courier = courier(LOCAL);

    await(courier.round(true));
    await(courier.round(true));
    assertThat(received).hasSize(1);
    pass(Duration.ofMinutes(5));
    await(courier.round(true));

    assertThat(received).hasSize(2);
    var first = new JsonObject(received.getFirst().body()).getJsonObject("data");
    assertThat(first.getString("hour")).isEqualTo("2026-11-24T08:00:00Z");
    var usage = first.getJsonArray("usage").getJsonObject(0);
    assertThat(usage.getInteger("calls")).isEqualTo(2);
    assertThat(usage.getInteger("generatedTokens")).isEqualTo(7);
  }

  private void use(String arrived, int tokens) {
    await(
        database.withEveryTenant(
            connection ->
                connection
                    .preparedQuery(
                        """
                        INSERT INTO ledger VALUES ($1, $2::text::timestamptz, $2, 'key_1', NULL,
                          NULL, NULL, 'm@1', NULL, 'COMPLETED', NULL, 1, 0, $3, $3,
                          $2::text::timestamptz, 1, 1, 'USD', 1, 1, 1, 0.5)
                        """)
                    .execute(Tuple.of(BANK.value(), arrived, tokens))));
  }

  private Webhook add() {
    return await(store.add(new AddWebhook(BANK, url(), List.of(ALERT))));
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.actualPort() + "/hooks?from=atrium";
  }

  private void emit(String event) {
    await(
        database.withEveryTenant(
            connection ->
                connection
                    .preparedQuery("SELECT emit_event($1, $2, $3, 'tenant', $4, $5)")
                    .execute(
                        Tuple.of(
                            BANK.value(),
                            event,
                            ALERT,
                            now.get().atOffset(ZoneOffset.UTC),
                            new JsonObject().put("used", 5)))));
  }

  private Courier courier(TargetPolicy policy) {
    return new Courier(vertx, database, policy, now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private Delivery delivery(Webhook webhook) {
    return await(store.deliveries(BANK, webhook.id())).getFirst();
  }

  /** As a receiver computes it. */
  private static String signature(String secret, Received each) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
    var text =
        each.headers().get("webhook-id")
            + "."
            + each.headers().get("webhook-timestamp")
            + "."
            + each.body();
    var hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(hash);
  }
}
