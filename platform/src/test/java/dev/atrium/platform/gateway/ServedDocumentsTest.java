package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.gateway.contract.Contract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedDocumentsTest {
  private static final Contract CONTRACT = Contract.load();

  @TempDir static Path folder;
  private static GatewayFixture server;

  @BeforeAll
  static void start() throws Exception {
    var console = Files.createDirectory(folder.resolve("console"));
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(console.resolve("index.html"), "<!doctype html><title>Atrium</title>");
    Files.createDirectory(console.resolve("lib"));
    Files.writeString(console.resolve("lib/api.js"), "export {};");
    Files.createSymbolicLink(console.resolve("link.txt"), folder.resolve("secret.txt"));
    server = GatewayFixture.withConsole(console);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models, ModelList",
    "/v1/models/echo, Model",
    "/v1/scenarios, ScenarioList",
    "/v1/me, Profile",
    "/v1/usage, Usage",
    "/health/live, Health",
    "/health/ready, Health"
  })
  void documentsAreWhatTheContractSays(String path, String schema) throws Exception {
    var response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    assertThat(CONTRACT.component(schema).validate(json(response))).isEmpty();
  }

  @Test
  void usageListsTheLedgersRows() throws Exception {
    server.post("/v1/chat/completions", ChatCompletionTest.body("echo", "a b c", ""));
    server.tenant.asked.clear();

    var response = server.get("/v1/usage?rows=5&from=2026-11-23T00:00:00%2B08:00");

    var usage = json(response);
    assertThat(CONTRACT.component("Usage").validate(usage)).isEmpty();
    assertThat(usage.at("/rows/0/cost").asText()).isEqualTo("0.0000045");
    assertThat(usage.at("/rows/0/status").asText()).isEqualTo("completed");
    assertThat(server.tenant.asked.poll())
        .isEqualTo(
            new UsageQuestion(
                Optional.of(Instant.parse("2026-11-22T16:00:00Z")), Optional.empty(), 5));
  }

  @Test
  void aModelThatIsNotThereIsNotFound() throws Exception {
    var response = server.get("/v1/models/none%2Fof-these");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).at("/error/code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void readinessNamesWhatIsRed() throws Exception {
    server.problems.put("engine", "The model is not loaded.");
    var response = server.get("/health/ready");
    server.problems.clear();

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).at("/reasons/0/part").asText()).isEqualTo("engine");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void operationsNeedNoKey() throws Exception {
    assertThat(anonymous("/metrics").body()).contains("up 1");
    assertThat(anonymous("/health/live").statusCode()).isEqualTo(200);
    assertThat(json(anonymous("/openapi.json")).get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void theConsoleIsServedStrictly() throws Exception {
    var index = anonymous("/");
    var script = anonymous("/lib/api.js");

    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(index.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(index.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'self'")
        .doesNotContain("unsafe");
    assertThat(index.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(script.headers().firstValue("content-type").orElseThrow())
        .isEqualTo("text/javascript; charset=utf-8");
  }

  @Test
  void aFileThatTheBrowserHasIsNotSentAgain() throws Exception {
    var tag = anonymous("/").headers().firstValue("etag").orElseThrow();
    var again = HttpRequest.newBuilder(URI.create(server.url("/"))).header("If-None-Match", tag);

    assertThat(server.send(again).statusCode()).isEqualTo(304);
  }

  @Test
  void headersOfAFileComeWithoutItsContent() throws Exception {
    var head =
        HttpRequest.newBuilder(URI.create(server.url("/"))).method("HEAD", BodyPublishers.noBody());

    assertThat(server.send(head).headers().firstValue("content-length")).contains("36");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt",
        "/lib",
        "/%00"
      })
  void nothingOutsideTheFolderIsServed(String path) throws Exception {
    try (var socket = server.socket()) {
      socket
          .getOutputStream()
          .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes());
      var answer = new String(socket.getInputStream().readAllBytes());

      assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("secret");
    }
  }

  private static HttpResponse<String> anonymous(String path) throws Exception {
    return server.send(HttpRequest.newBuilder(URI.create(server.url(path))));
  }
}
