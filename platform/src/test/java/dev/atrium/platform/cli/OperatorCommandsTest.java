package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.node.NodeUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a tenant from its pack to its end, by commands against a running node. */
class OperatorCommandsTest {
  private static final String PACK =
      """
      id: corner-shop
      name: Corner Shop
      language: en
      model: default
      limits:
        concurrentCalls: 4
        queuedCalls: 4
        rules:
          - {of: tenant, what: requests, per: day, most: 3}
      budgets:
        - {of: user, only: bert, what: tokens, per: month, most: 5}
      price: {currency: EUR, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
      scenarios: []
      """;
  private static final String QUESTION =
      """
      {"model":"default","max_tokens":4,"messages":[{"role":"user","content":"Hello?"}]%s}
      """;

  @TempDir private static Path folder;
  private static NodeUnderTest node;
  private static String operatorKey;

  @BeforeAll
  static void start() {
    node = NodeUnderTest.start(folder.resolve("data"));
    operatorKey = node.report().operatorKey().orElseThrow();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private record Result(int code, String out, String error) {}

  @Test
  void aTenantsLife_byCommands() throws IOException {
    var pack = Files.createDirectories(folder.resolve("corner-shop"));
    Files.writeString(pack.resolve("tenant.yaml"), PACK);
    assertThat(run("tenant", "apply", "--dry-run", pack.toString()).out())
        .contains("+ tenant corner-shop");
    assertThat(run("tenant", "list").out()).doesNotContain("corner-shop");
    assertThat(run("tenant", "apply", pack.toString()).code()).isZero();
    assertThat(run("tenant", "apply", pack.toString()).out()).contains("no changes");
    var key = issue();

    limitsHold(key);

    Files.writeString(pack.resolve("tenant.yaml"), PACK.replace("most: 3", "most: 5"));
    assertThat(run("tenant", "apply", pack.toString()).out())
        .contains("~ tenant.allowances: 2 entries -> 2 entries");
    assertThat(ask(key, "").statusCode()).isEqualTo(200);

    suspends(key);
    var successor = rotates(key);
    exports();
    reconciles(successor);
    corrects(successor);

    assertThat(run("tenant", "delete", "corner-shop").error()).contains("Suspend the tenant");
    run("tenant", "suspend", "corner-shop");
    var deleted = run("tenant", "delete", "corner-shop");
    assertThat(deleted.out().lines().filter(line -> line.startsWith("ledger ")))
        .singleElement()
        .asString()
        .contains("6 deleted")
        .contains("0 left");
    assertThat(deleted.code()).isZero();
    assertThat(ask(successor, "").statusCode()).isIn(401, 404);

    var verified = run("audit", "verify");
    assertThat(verified.out()).contains("unbroken");
    assertThat(run("audit", "list").out()).contains("tenant.deleted", "key.rotated");
  }

  @Test
  void aPackWithMistakes_isRefusedWithAllOfThem() throws IOException {
    var pack = Files.createDirectories(folder.resolve("broken-shop"));
    Files.writeString(
        pack.resolve("tenant.yaml"), PACK.replace("per: day", "per: year").replace("bert", "''"));
    var refused = run("tenant", "apply", pack.toString());
    assertThat(refused.code()).isNotZero();
    assertThat(refused.error())
        .contains("limits.rules[0].per must be one of minute, hour, day")
        .contains("budgets[0].only must be a text that is not empty")
        .contains("id must be the name of its folder");
  }

  @Test
  void withoutTheOperatorsKey_nothingIsDone() {
    assertThat(node.get("/v1/operator/tenants", node.key("harbor-bank")).statusCode())
        .isEqualTo(403);
    assertThat(node.get("/v1/operator/audit", "atr_operator_" + "x".repeat(33)).statusCode())
        .isEqualTo(401);
  }

  private static void limitsHold(String key) {
    var first = ask(key, "");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("3");
    assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).contains("2");
    var bert = ask(key, ",\"user\":\"bert\"");
    assertThat(bert.statusCode()).isEqualTo(429);
    assertThat(error(bert).path("code").asText()).isEqualTo("insufficient_quota");
    assertThat(error(bert).path("type").asText()).isEqualTo("insufficient_quota");
    var reading = "{\"model\":\"default\",\"input\":\"Hello?\",\"user\":\"bert\"}";
    var vectors = node.post("/v1/embeddings", key, reading);
    assertThat(vectors.statusCode()).isEqualTo(429);
    assertThat(error(vectors).path("code").asText()).isEqualTo("insufficient_quota");
    assertThat(ask(key, "").statusCode()).isEqualTo(200);
    assertThat(ask(key, "").statusCode()).isEqualTo(200);
    var late = ask(key, "");
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(error(late).path("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(late.headers().firstValue("retry-after")).isPresent();
    assertThat(late.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
  }

  private static void suspends(String key) {
    assertThat(run("tenant", "suspend", "corner-shop").out()).contains("suspended");
    assertThat(ask(key, "").statusCode()).isEqualTo(403);
    run("tenant", "resume", "corner-shop");
    assertThat(ask(key, "").statusCode()).isEqualTo(200);
  }

  private static String rotates(String key) {
    var id = run("key", "list", "--tenant", "corner-shop").out().split("\\s+")[0];
    var rotated = run("key", "rotate", "--tenant", "corner-shop", id);
    var successor = rotated.out().strip().split("\\s+")[1];
    assertThat(node.get("/v1/me", key).statusCode()).isEqualTo(200);
    assertThat(node.get("/v1/me", successor).statusCode()).isEqualTo(200);
    return successor;
  }

  /** The hours add up to the total, and the CSV says the same. */
  private static void reconciles(String key) {
    var total = NodeUnderTest.json(node.get("/v1/usage", key)).path("totals");
    long prompt = 0;
    long calls = 0;
    for (var hour : NodeUnderTest.json(node.get("/v1/usage/hours", key)).path("hours")) {
      prompt += hour.path("totals").path("promptTokens").asLong();
      calls += hour.path("totals").path("calls").asLong();
    }
    assertThat(calls).isEqualTo(total.path("calls").asLong()).isEqualTo(5);
    assertThat(prompt).isEqualTo(total.path("promptTokens").asLong()).isPositive();
    var csv = node.get("/v1/usage/hours?format=csv", key).body();
    assertThat(csv).startsWith("hour,key,user,").contains(",EUR");
  }

  /** A correction is a row that costs and counts nothing, and the ledger stays sound. */
  private static void corrects(String key) {
    var before = NodeUnderTest.json(node.get("/v1/usage?rows=1", key));
    var call = before.at("/rows/0/callId").asText();

    var corrected =
        run(
            "ledger",
            "correct",
            "--tenant",
            "corner-shop",
            "--call",
            call,
            "--amount",
            "-0.25",
            "--reason",
            "answered twice");

    assertThat(corrected.out()).startsWith("correction_");
    var after = NodeUnderTest.json(node.get("/v1/usage", key)).path("totals");
    assertThat(new BigDecimal(after.path("cost").asText()))
        .isEqualByComparingTo(
            new BigDecimal(before.at("/totals/cost").asText()).subtract(new BigDecimal("0.25")));
    assertThat(after.path("calls")).isEqualTo(before.at("/totals/calls"));
    var checked = run("ledger", "check");
    assertThat(checked.out()).contains("0 differences");
    assertThat(checked.code()).isZero();
    assertThat(run("audit", "list").out()).contains("ledger.corrected");
  }

  private static void exports() throws IOException {
    var archive = folder.resolve("corner.zip");
    run("tenant", "export", "corner-shop", "--out", archive.toString());
    try (var zip = new ZipFile(archive.toFile())) {
      Set<String> names = new TreeSet<>();
      zip.stream().forEach(entry -> names.add(entry.getName()));
      assertThat(names).contains("tenant.jsonl", "ledger.jsonl", "conversation.jsonl");
      var ledger = new String(zip.getInputStream(zip.getEntry("ledger.jsonl")).readAllBytes());
      assertThat(ledger.lines()).hasSize(5);
    }
  }

  private static String issue() {
    var issued =
        run(
            "key",
            "issue",
            "--tenant",
            "corner-shop",
            "--name",
            "till",
            "--scope",
            "chat",
            "--scope",
            "usage:read",
            "--scope",
            "embeddings");
    assertThat(issued.code()).isZero();
    return issued.out().strip().split("\\s+")[1];
  }

  private static HttpResponse<String> ask(String key, String more) {
    return node.post("/v1/chat/completions", key, QUESTION.formatted(more));
  }

  private static JsonNode error(HttpResponse<String> response) {
    return NodeUnderTest.parse(response.body()).path("error");
  }

  private static Result run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", node.url(), "--operator-key", operatorKey));
    var out = new StringWriter();
    var error = new StringWriter();
    var code =
        Atrium.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(error))
            .execute(all.toArray(String[]::new));
    return new Result(code, out.toString(), error.toString());
  }
}
