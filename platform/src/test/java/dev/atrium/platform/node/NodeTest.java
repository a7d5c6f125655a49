package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atrium.platform.config.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node as its users meet it, over HTTP. */
class NodeTest {
  private static final String BANK = "harbor-bank";
  private static final String SHOP = "yunlan-shop";
  private static final String HELLO =
      """
      {"model": "default", "max_tokens": 8, "messages": [{"role": "user", "content": "Hello"}]}
      """;

  @TempDir private static Path data;
  private static NodeUnderTest node;

  @BeforeAll
  static void start() {
    node = NodeUnderTest.start(data, Map.of(SettingKey.READY_FILE, data + "/ready.json"));
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void chatCompletion_answersAndItsRowIsInTheLedger() {
    var before = totals(BANK);
    var answer = json(node.post("/v1/chat/completions", node.key(BANK), HELLO));
    var usage = answer.get("usage");
    var after = totals(BANK);
    assertThat(after.get("calls").asInt()).isEqualTo(before.get("calls").asInt() + 1);
    assertThat(after.get("promptTokens").asInt() - before.get("promptTokens").asInt())
        .isEqualTo(usage.get("prompt_tokens").asInt())
        .isPositive();
    assertThat(after.get("generatedTokens").asInt() - before.get("generatedTokens").asInt())
        .isEqualTo(usage.get("completion_tokens").asInt())
        .isPositive();
  }

  @Test
  void usageOfAllTenants_addsUpToWhatTheEngineCounted() {
    IntStream.range(0, 12)
        .parallel()
        .forEach(
            call -> {
              json(node.post("/v1/chat/completions", node.key(call % 2 == 0 ? BANK : SHOP), HELLO));
              turn(call % 2 == 0 ? BANK : SHOP, "What does a replacement card cost?");
            });
    var bank = totals(BANK);
    var shop = totals(SHOP);
    assertThat(sum(bank, shop, "generatedTokens"))
        .isEqualTo(metric("inference_generated_tokens_total"))
        .isPositive();
    assertThat(sum(bank, shop, "promptTokens") - sum(bank, shop, "cachedTokens"))
        .isEqualTo(metric("inference_prompt_tokens_total"))
        .isPositive();
  }

  @Test
  void modelOfAnotherNode_answersAsOneOfOurs(@TempDir Path folder) throws IOException {
    var key = Files.writeString(folder.resolve("key"), node.key(BANK));
    var models =
        Files.writeString(
            folder.resolve("remote.yaml"),
            """
            models:
              - name: far
                contextTokens: 4096
                endpoints:
                  - url: %s/v1
                    model: default
                    credentials:
                      default: file:%s
            """
                .formatted(node.url(), key));
    var settings = Map.of(SettingKey.REMOTE_MODELS, models.toString());
    try (var other = NodeUnderTest.start(folder.resolve("data"), settings)) {
      var here = json(node.post("/v1/chat/completions", node.key(BANK), greedy("default")));

      var far = json(other.post("/v1/chat/completions", other.key(SHOP), greedy("far")));

      assertThat(far.get("model").asText()).isEqualTo("far@remote");
      assertThat(far.at("/choices/0/message/content"))
          .isEqualTo(here.at("/choices/0/message/content"));
      assertThat(far.at("/usage/completion_tokens")).isEqualTo(here.at("/usage/completion_tokens"));
      assertThat(other.usage(SHOP).at("/rows/0/generatedTokens"))
          .isEqualTo(here.at("/usage/completion_tokens"));
    }
  }

  private static String greedy(String model) {
    return HELLO.replace("\"default\"", "\"" + model + "\", \"temperature\": 0");
  }

  @Test
  void lexiconOfATenant_filtersItsCallsFromThenOnAndNobodyElses() {
    var lexicon = "/v1/safety/lexicons/words.csv";
    json(node.put(lexicon, node.key(SHOP), "{\"content\": \"hello,greeting,block\"}"));

    var refused = node.post("/v1/chat/completions", node.key(SHOP), HELLO);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("content_blocked");
    json(node.post("/v1/chat/completions", node.key(BANK), HELLO));
    assertThat(json(node.delete(lexicon, node.key(SHOP))).at("/lexicons")).isEmpty();
    json(node.post("/v1/chat/completions", node.key(SHOP), HELLO));
    var events = json(node.get("/v1/safety/events", node.key(SHOP)));
    assertThat(events.at("/events/0/category").asText()).isEqualTo("greeting");
    assertThat(json(node.get("/v1/safety/events", node.key(BANK))).at("/events")).isEmpty();
  }

  @Test
  void settingsOfAScenario_areCheckedByItsPluginAndHoldAtOnce() {
    var path = "/v1/scenarios/customer-service/settings";
    var first = json(node.get(path, node.key(BANK)));
    assertThat(first.at("/plugin").asText()).isEqualTo("customer-service");
    assertThat(setting(first, "useModel").get("fallback").asText()).isEqualTo("true");
    assertThat(setting(first, "handOverMessage").get("value").asText()).contains("555-0142");

    var wrong =
        node.put(
            path,
            node.key(BANK),
            """
            {"settings": {"useModel": "perhaps", "answerThreshold": "high", "colour": "red"}}
            """);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("invalid_settings", "useModel", "answerThreshold", "colour");
    assertThat(json(node.get(path, node.key(BANK)))).isEqualTo(first);

    var changed =
        json(
            node.put(
                path,
                node.key(BANK),
                """
                {"settings": {"thanks": "With pleasure, sailor.", "useModel": false}}
                """));
    assertThat(setting(changed, "useModel").get("value").asText()).isEqualTo("false");
    assertThat(setting(changed, "handOverMessage").get("value").isNull()).isTrue();
    assertThat(turn(BANK, "Thank you!").get("text").asText()).isEqualTo("With pleasure, sailor.");
    assertThat(node.get("/v1/operator/audit", node.report().operatorKey().orElseThrow()).body())
        .contains("With pleasure, sailor.");
    assertThat(json(node.put(path, node.key(BANK), asSet(first)))).isEqualTo(first);
    assertThat(node.get("/v1/scenarios/nothing/settings", node.key(BANK)).statusCode())
        .isEqualTo(404);
  }

  private static JsonNode setting(JsonNode settings, String name) {
    for (var setting : settings.get("settings")) {
      if (setting.get("name").asText().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError("no setting " + name);
  }

  private static String asSet(JsonNode settings) {
    var values = JsonNodeFactory.instance.objectNode();
    settings
        .get("settings")
        .forEach(
            setting -> {
              if (!setting.get("value").isNull()) {
                values.set(setting.get("name").asText(), setting.get("value"));
              }
            });
    return "{\"settings\": " + values + "}";
  }

  @Test
  void scenarioTurn_answersFromTheKnowledgeAndCitesIt() {
    var answer = turn(BANK, "How much does an international transfer cost?");
    assertThat(answer.get("text").asText()).isNotBlank();
    assertThat(answer.get("citations")).isNotEmpty();
    assertThat(answer.get("citations").get(0).get("document").asText()).endsWith(".md");
  }

  @Test
  void askingForAPerson_handsOver() {
    var answer = turn(SHOP, "我要找人工客服");
    assertThat(answer.path("handedOver").path("message").asText()).isNotBlank();
    assertThat(answer.get("outcome").asText()).isEqualTo("handed_over");
  }

  @Test
  void anotherTenantsConversation_isNotSeen() {
    var conversation = UUID.randomUUID().toString();
    turn(BANK, conversation, "How much does an international transfer cost?");
    var shops = totals(SHOP).get("calls").asInt();
    var answer = turn(SHOP, conversation, "你好");
    assertThat(answer.get("text").asText()).doesNotContain("transfer");
    assertThat(totals(SHOP).get("calls").asInt()).isEqualTo(shops + 1);
  }

  @Test
  void unknownKey_isRefusedInOpenAisForm() {
    var response = node.post("/v1/chat/completions", "atr_" + BANK + "_" + "x".repeat(33), HELLO);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("invalid_api_key");
  }

  @Test
  void usedIdempotencyKey_isRefused() {
    var key = UUID.randomUUID().toString();
    assertThat(node.postOnce("/v1/chat/completions", node.key(BANK), HELLO, key).statusCode())
        .isEqualTo(200);
    var calls = totals(BANK).get("calls").asInt();
    var second = node.postOnce("/v1/chat/completions", node.key(BANK), HELLO, key);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("idempotency_key_used");
    assertThat(totals(BANK).get("calls").asInt()).isEqualTo(calls);
  }

  @Test
  void readyFile_tellsUrlPidAndKeysToItsOwnerAlone() throws IOException {
    var file = data.resolve("ready.json");
    var ready = NodeUnderTest.parse(Files.readString(file));
    assertThat(ready.get("url").asText()).isEqualTo(node.url());
    assertThat(ready.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(ready.get("operatorKey").asText()).startsWith("atr_operator_");
    assertThat(ready.get("tenants")).hasSize(3);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void secondNodeOnTheSameDataDirectory_saysSoInOneSentence() {
    assertThatThrownBy(() -> NodeUnderTest.start(data).close())
        .hasMessageContaining("uses the data directory")
        .hasMessageNotContaining("\n");
  }

  @Test
  void secondStart_keepsKeysAndLedger(@TempDir Path directory) {
    String key;
    try (var first = NodeUnderTest.start(directory)) {
      key = first.key(BANK);
      json(first.post("/v1/chat/completions", key, HELLO));
    }
    try (var second = NodeUnderTest.start(directory)) {
      assertThat(second.report().operatorKey()).isEmpty();
      assertThat(second.report().tenants()).allMatch(tenant -> tenant.apiKey().isEmpty());
      var usage = json(second.get("/v1/usage", key));
      assertThat(usage.get("totals").get("calls").asInt()).isEqualTo(1);
    }
  }

  private static JsonNode turn(String tenant, String text) {
    return turn(tenant, UUID.randomUUID().toString(), text);
  }

  private static JsonNode turn(String tenant, String conversation, String text) {
    return json(
        node.post(
            "/v1/scenarios/customer-service/conversations/" + conversation + "/messages",
            node.key(tenant),
            "{\"text\": \"" + text + "\"}"));
  }

  private static JsonNode totals(String tenant) {
    return node.usage(tenant).get("totals");
  }

  private static long sum(JsonNode one, JsonNode other, String field) {
    return one.get(field).asLong() + other.get(field).asLong();
  }

  private static long metric(String name) {
    var line = Pattern.compile("(?m)^" + name + "\\{[^}]*} ([0-9.E]+)$");
    var found = line.matcher(node.get("/metrics", "").body());
    assertThat(found.find()).as(name).isTrue();
    return (long) Double.parseDouble(found.group(1));
  }
}
