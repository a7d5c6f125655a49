package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.atrium.platform.config.SettingKey;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a call to the receiver that wants to know how a budget stands, over a whole node. */
class BudgetAlertTest {
  private static final String PACK =
      """
      id: corner-shop
      name: Corner Shop
      language: en
      model: default
      limits: {concurrentCalls: 4, queuedCalls: 4}
      budgets:
        - {of: tenant, what: tokens, per: month, most: 100000, alertAt: 1}
      price: {currency: EUR, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
      scenarios: []
      """;
  private static final String QUESTION =
      """
      {"model": "default", "prompt": "%s", "max_tokens": 1}\
      """
          .formatted("Tell me more. ".repeat(300));

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void budgetThatReachesItsAlert_isToldToTheWebhook(@TempDir Path data) throws Exception {
    var receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/hooks",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
          received.add(new String(body, StandardCharsets.UTF_8));
        });
    receiver.start();
    try (var node = NodeUnderTest.start(data, Map.of(SettingKey.WEBHOOK_HOSTS, "127.0.0.1"))) {
      var key = newTenant(node);
      var address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks";
      var webhook = new ObjectMapper().createObjectNode().put("url", address);
      webhook.putArray("events").add("dev.atrium.budget.alert");
      var added = json(node.post("/v1/webhooks", key, webhook.toString()));

      json(node.post("/v1/completions", key, QUESTION));
      json(node.post("/v1/completions", key, QUESTION));

      var told = received.poll(60, TimeUnit.SECONDS);
      assertThat(told).isNotNull();
      var event = NodeUnderTest.parse(told);
      assertThat(event.path("type").asText()).isEqualTo("dev.atrium.budget.alert");
      assertThat(event.path("subject").asText()).isEqualTo("tenant");
      assertThat(event.at("/data/what").asText()).isEqualTo("tokens");
      assertThat(event.at("/data/most").asInt()).isEqualTo(100_000);
      assertThat(event.at("/data/alertAt").asInt()).isEqualTo(1);

      var id = added.get("id").asText();
      var test = json(node.post("/v1/webhooks/" + id + "/test", key, ""));
      assertThat(NodeUnderTest.parse(received.poll(60, TimeUnit.SECONDS)).path("id"))
          .isEqualTo(test.path("event"));
      assertThat(json(node.get("/v1/webhooks", key)).toString()).doesNotContain("whsec_");
    } finally {
      receiver.stop(0);
    }
  }

  private static String newTenant(NodeUnderTest node) throws Exception {
    var operatorKey = node.report().operatorKey().orElseThrow();
    var files = new ObjectMapper().createObjectNode();
    files.putObject("files").put("tenant.yaml", PACK);
    json(node.put("/v1/operator/tenants/corner-shop", operatorKey, files.toString()));
    var issued = json(node.post(TwoTenants.keys("corner-shop"), operatorKey, "{}"));
    return issued.path("secret").asText();
  }
}
