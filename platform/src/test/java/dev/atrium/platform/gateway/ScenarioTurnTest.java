package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.ScenarioTurn;
import dev.atrium.platform.gateway.contract.Contract;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTurnTest {
  private static final String PATH = "/v1/scenarios/help/conversations/c-1/messages";
  private static final Contract CONTRACT = Contract.load();
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
    server.tenant.asked.clear();
    server.tenant.closed.clear();
  }

  @Test
  void aTurnIsAnsweredWithItsSources() throws Exception {
    var response = server.post(PATH, "{\"text\":\"a b\",\"user\":\"u-1\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    var turn = json(response);
    assertThat(CONTRACT.component("Turn").validate(turn)).isEmpty();
    assertThat(turn.get("text").asText()).isEqualTo("a b");
    assertThat(turn.at("/citations/0/quote").asText()).isEqualTo("A card is free.");
    assertThat(turn.has("handedOver")).isFalse();
    assertThat(turn.get("outcome").asText()).isEqualTo("answered");
    assertThat(turn.at("/usage/generatedTokens").asInt()).isEqualTo(3);
    var asked = (ScenarioTurn) server.tenant.asked.poll(5, TimeUnit.SECONDS);
    assertThat(asked.scenario()).isEqualTo("help");
    assertThat(asked.conversation()).isEqualTo("c-1");
    assertThat(asked.context().endUser()).isEqualTo(Optional.of("u-1"));
    var closed = server.tenant.closed.poll(5, TimeUnit.SECONDS);
    assertThat(closed.callId()).isEqualTo(turn.get("callId").asText());
    assertThat(closed.deliveredTokens()).isEqualTo(2);
  }

  @Test
  void aHandOverIsPartOfTheAnswer() throws Exception {
    var turn = json(server.post(PATH, "{\"text\":\"person\"}"));

    assertThat(turn.at("/handedOver/reason").asText()).isEqualTo("asked");
    assertThat(CONTRACT.component("Turn").validate(turn)).isEmpty();
  }

  @Test
  void aStreamedTurnHasNamedEvents() throws Exception {
    var events = events(streamed("text/event-stream", "person"));

    assertThat(events)
        .extracting(Event::name)
        .containsExactly("citation", "handover", "text", "done");
    var schemas = List.of("Citation", "HandOver", "", "TurnEnd");
    for (int index = 0; index < events.size(); index++) {
      if (!schemas.get(index).isEmpty()) {
        var schema = CONTRACT.component(schemas.get(index));
        assertThat(schema.validate(json(events.get(index).data()))).isEmpty();
      }
    }
    assertThat(events.get(2).data()).isEqualTo("{\"text\":\"person\"}");
  }

  @Test
  void aScenarioThatIsNotThereIsAProblemEvenForAStream() throws Exception {
    var request =
        server
            .request("/v1/scenarios/nothing/conversations/c/messages")
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"text\":\"a\"}"));

    var response = server.send(request);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(json(response).get("code").asText()).isEqualTo("scenario_not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream | text/event-stream; charset=utf-8",
        "text/event-stream, application/json | text/event-stream; charset=utf-8",
        "application/json, text/event-stream;q=0.5 | application/json",
        "*/* | application/json",
        "application/json | application/json",
        "text/* | application/json"
      })
  void theFormOfTheAnswerIsTheOneThatIsLiked(String accept, String contentType) throws Exception {
    assertThat(streamed(accept, "a").headers().firstValue("content-type")).contains(contentType);
  }

  private static HttpResponse<String> streamed(String accept, String text) throws Exception {
    return server.send(
        server
            .request(PATH)
            .header("Accept", accept)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}")));
  }

  private record Event(String name, String data) {}

  private static List<Event> events(HttpResponse<String> response) {
    return List.of(response.body().split("\n\n")).stream()
        .map(block -> block.split("\n"))
        .map(lines -> new Event(lines[0].substring(7), lines[1].substring(6)))
        .toList();
  }
}
