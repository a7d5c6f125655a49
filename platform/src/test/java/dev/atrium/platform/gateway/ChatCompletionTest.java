package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.CallClosed;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.TokenShaping;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatCompletionTest {
  private static GatewayFixture server;

  @BeforeAll
  static void start() {
    server = new GatewayFixture();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    Stream.of(server.tenant.asked, server.tenant.begun, server.tenant.closed)
        .forEach(queue -> queue.clear());
    server.tenant.cancelled.clear();
  }

  @Test
  void aCompletionIsAnsweredAsOpenAiDoes() throws Exception {
    var response = server.post("/v1/chat/completions", body("echo", "one two three", ""));

    assertThat(response.statusCode()).isEqualTo(200);
    var completion = json(response);
    assertThat(completion.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(completion.at("/model").asText()).isEqualTo(EchoTenant.VERSION);
    assertThat(completion.at("/choices/0/message/content").asText()).isEqualTo("one two three");
    assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(completion.at("/usage/total_tokens").asInt()).isEqualTo(9);
    assertThat(completion.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(2);
    var requestId = response.headers().firstValue("x-request-id").orElseThrow();
    assertThat(completion.at("/id").asText()).isEqualTo("chatcmpl-" + requestId);
    assertThat(server.tenant.closed.poll(5, TimeUnit.SECONDS))
        .isEqualTo(new CallClosed(requestId, 3, false));
  }

  @Test
  void whatTheClientAsksForReachesTheTenant() throws Exception {
    var more =
        """
        ,"max_tokens":9,"max_completion_tokens":4,"temperature":0,"top_p":0.5,"seed":-3,
        "stop":["a","b"],"user":"end user","n":1,"presence_penalty":0.5,"frequency_penalty":-1,
        "logit_bias":{"7":-100},"min_p":0.1,"top_k":40,"repetition_penalty":1.2,"response_format":{"type":"text"}
        """;
    var request =
        server
            .request("/v1/chat/completions")
            .header("Content-Type", "application/json; charset=UTF-8")
            .header("Idempotency-Key", "once")
            .POST(BodyPublishers.ofString(body("echo", "a b", more)));

    assertThat(server.send(request).statusCode()).isEqualTo(200);

    var call = (ChatCompletion) server.tenant.asked.poll(5, TimeUnit.SECONDS);
    assertThat(call.context().endUser()).isEqualTo(Optional.of("end user"));
    assertThat(call.context().idempotencyKey()).isEqualTo(Optional.of("once"));
    assertThat(call.context().keyId()).isEqualTo("key-1");
    assertThat(call.sampling().maxTokens()).isEqualTo(4);
    assertThat(call.sampling().temperature()).isZero();
    assertThat(call.sampling().topP()).isEqualTo(0.5);
    assertThat(call.sampling().seed()).isEqualTo(OptionalLong.of(-3));
    assertThat(call.sampling().stop()).containsExactly("a", "b");
    assertThat(call.sampling().topK()).isEqualTo(40);
    assertThat(call.sampling().shaping())
        .isEqualTo(new TokenShaping(0.1, 1.2, 0.5, -1, Map.of(7, -100.0)));
  }

  @Test
  void contentPartsAreJoinedAndDevelopersSpeakAsTheSystem() throws Exception {
    var body =
        """
        {"model":"echo","stop":null,"max_tokens":null,"messages":[
          {"role":"developer","content":"Be brief."},
          {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]}]}
        """;

    assertThat(
            json(server.post("/v1/chat/completions", body))
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("one two");
    var call = (ChatCompletion) server.tenant.asked.poll(5, TimeUnit.SECONDS);
    assertThat(((Prompt.Chat) call.prompt()).messages().getFirst().role()).isEqualTo("system");
  }

  @Test
  void anAnswerCutByItsLimitEndsWithLength() throws Exception {
    var response =
        server.post("/v1/chat/completions", body("echo", "one two three", ",\"max_tokens\":2"));

    assertThat(json(response).at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void aStreamHasTheRoleTheTextTheFinishReasonTheUsageAndTheEnd() throws Exception {
    var more = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    var response = server.post("/v1/chat/completions", body("echo", "one two", more));

    assertThat(response.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    var events = data(response);
    assertThat(events.getLast()).isEqualTo("[DONE]");
    var chunks = events.stream().limit(events.size() - 1).map(GatewayFixture::json).toList();
    assertThat(chunks).hasSize(5);
    assertThat(chunks.getFirst().at("/choices/0/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
    assertThat(text(chunks)).isEqualTo("one two");
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk.at("/model").asText()).isEqualTo(EchoTenant.VERSION));
    assertThat(chunks.get(3).at("/choices/0/delta").toString()).isEqualTo("{}");
    assertThat(chunks.get(3).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(chunks.get(2).get("usage").isNull()).isTrue();
    assertThat(chunks.get(4).at("/choices").size()).isZero();
    assertThat(chunks.get(4).at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(server.tenant.closed.poll(5, TimeUnit.SECONDS).deliveredTokens()).isEqualTo(2);
  }

  @Test
  void metadataIsReturnedWithTheAnswer() throws Exception {
    var more = ",\"metadata\":{\"order\":\"7\"}";

    var whole = server.post("/v1/chat/completions", body("echo", "one", more));
    var streamed =
        server.post("/v1/chat/completions", body("echo", "one", more + ",\"stream\":true"));

    assertThat(json(whole).at("/metadata/order").asText()).isEqualTo("7");
    assertThat(streamed.body()).containsOnlyOnce("\"metadata\":{\"order\":\"7\"}");
  }

  @Test
  void aStreamWithoutUsageSaysNothingOfIt() throws Exception {
    var response = server.post("/v1/chat/completions", body("echo", "one", ",\"stream\":true"));

    assertThat(response.body()).doesNotContain("usage").contains("one");
  }

  @Test
  void aCallIsClosedBeforeTheClientSeesItsEnd() throws Exception {
    server.post("/v1/chat/completions", body("echo", "one two", ",\"stream\":true"));

    assertThat(json(server.get("/v1/usage?rows=1")).at("/rows/0/deliveredTokens").asInt())
        .isEqualTo(2);
  }

  @Test
  void aClientThatLeavesStopsItsCallAndIsChargedAsAborted() throws Exception {
    try (var socket = server.socket()) {
      socket.getOutputStream().write(raw(body("endless", "go", ",\"stream\":true")));
      var reader = socket.getInputStream();
      var seen = new StringBuilder();
      while (!seen.toString().contains("word")) {
        seen.append((char) reader.read());
      }
    }

    var id = server.tenant.begun.poll(5, TimeUnit.SECONDS).callId();
    assertThat(server.tenant.cancelled.poll(5, TimeUnit.SECONDS)).isEqualTo(id);
    var closed = server.tenant.closed.poll(5, TimeUnit.SECONDS);
    assertThat(closed.callId()).isEqualTo(id);
    assertThat(closed.aborted()).isTrue();
    assertThat(closed.deliveredTokens()).isPositive();
    assertThat(server.tenant.closed.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aClientThatLeavesBeforeAWholeAnswerStopsItsCallToo() throws Exception {
    try (var socket = server.socket()) {
      socket.getOutputStream().write(raw(body("endless", "go", "")));
      assertThat(server.tenant.begun.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    assertThat(server.tenant.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
    var closed = server.tenant.closed.poll(5, TimeUnit.SECONDS);
    assertThat(closed.aborted()).isTrue();
    assertThat(closed.deliveredTokens()).isZero();
  }

  @Test
  void aFailureOnTheWayIsAnEventThatHoldsTheError() throws Exception {
    var response = server.post("/v1/chat/completions", body("broken", "go", ",\"stream\":true"));

    assertThat(response.statusCode()).isEqualTo(200);
    var events = data(response);
    assertThat(json(events.getLast()).at("/error/code").asText()).isEqualTo("engine_failed");
    assertThat(json(events.getLast()).at("/error/type").asText()).isEqualTo("server_error");
    assertThat(server.tenant.closed.poll(5, TimeUnit.SECONDS))
        .matches(closed -> !closed.aborted() && closed.deliveredTokens() == 1);
  }

  @Test
  void failuresBeforeTheFirstTokenHaveTheirStatus() throws Exception {
    for (var streamed : List.of("", ",\"stream\":true")) {
      var busy = server.post("/v1/chat/completions", body("busy", "go", streamed));
      assertThat(busy.statusCode()).isEqualTo(429);
      assertThat(busy.headers().firstValue("retry-after")).contains("7");
      assertThat(json(busy).at("/error/type").asText()).isEqualTo("rate_limit_error");
      assertThat(status("late", streamed)).isEqualTo(504);
      assertThat(status("unheard-of", streamed)).isEqualTo(404);
    }
    assertThat(status("broken", "")).isEqualTo(503);
    var unknown = server.post("/v1/chat/completions", body("unheard-of", "go", ""));
    assertThat(json(unknown).at("/error/param").asText()).isEqualTo("model");
  }

  @Test
  void aBugIsA500ThatTellsNothingButTheRequest() throws Exception {
    var response = server.post("/v1/chat/completions", body("bug", "go", ""));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret").contains("internal_error");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
  }

  private static int status(String model, String more) throws IOException, InterruptedException {
    return server.post("/v1/chat/completions", body(model, "go", more)).statusCode();
  }

  static String body(String model, String text, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, text, more);
  }

  private static byte[] raw(String body) {
    return """
    POST /v1/chat/completions HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(GatewayFixture.KEY, body.length(), body)
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static List<String> data(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  private static String text(List<JsonNode> chunks) {
    var text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText("")));
    return text.toString();
  }
}
