package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.http.ErrorForm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedRequestTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TURN = "/v1/scenarios/help/conversations/c-1/messages";
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"messages":[{"role":"user","content":"x"}]}                | missing_parameter     | model
          {"model":"echo"}                                            | missing_parameter     | messages
          {"model":"echo","messages":[]}                              | invalid_value         | messages
          {"model":5,"messages":[{"role":"user","content":"x"}]}      | invalid_type          | model
          {"model":"echo","messages":[{"role":"user","content":5}]}   | invalid_type          | messages[0].content
          {"model":"echo","messages":[{"role":"user"}]}               | missing_parameter     | messages[0].content
          {"model":"echo","messages":[{"role":"robot","content":""}]} | invalid_value         | messages[0].role
          {"model":"echo","messages":[{"role":"user","content":[{"type":"image_url"}]}]} | missing_parameter | messages[0].content[0].text
          {"model":"echo","messages":[{"role":"user","content":"x"}],"temprature":1}     | unknown_parameter     | temprature
          {"model":"echo","messages":[{"role":"user","content":"x"}],"temperature":2.1}  | invalid_value         | temperature
          {"model":"echo","messages":[{"role":"user","content":"x"}],"temperature":1e999}| invalid_value         | temperature
          {"model":"echo","messages":[{"role":"user","content":"x"}],"max_tokens":0}     | invalid_value         | max_tokens
          {"model":"echo","messages":[{"role":"user","content":"x"}],"max_tokens":1.5}   | invalid_type          | max_tokens
          {"model":"echo","messages":[{"role":"user","content":"x"}],"seed":99999999999999999999} | invalid_value | seed
          {"model":"echo","messages":[{"role":"user","content":"x"}],"n":17}             | invalid_value         | n
          {"model":"echo","messages":[{"role":"user","content":"x"}],"modalities":[]}    | unsupported_parameter | modalities
          {"model":"echo","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{}}]} | missing_parameter | tools[0].function.name
          {"model":"echo","messages":[{"role":"user","content":"x","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}]} | unsupported_parameter | messages[0].tool_calls
          {"model":"echo","messages":[{"role":"tool","content":"x"}]}                 | missing_parameter     | messages[0].tool_call_id
          {"model":"echo","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"[1]"}}]}]} | invalid_value | messages[0].tool_calls[0].function.arguments
          {"model":"echo","messages":[{"role":"user","content":"x"}],"metadata":{"a":1}} | invalid_type          | metadata.a
          {"model":"echo","messages":[{"role":"user","content":"x"}],"presence_penalty":2.5} | invalid_value     | presence_penalty
          {"model":"echo","messages":[{"role":"user","content":"x"}],"logit_bias":{"x":1}} | unknown_parameter   | logit_bias.x
          {"model":"echo","messages":[{"role":"user","content":"x"}],"stop":[1]}         | invalid_type          | stop[0]
          {"model":"echo","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}} | invalid_value | response_format.type
          {"model":"echo","messages":[{"role":"user","content":"x"}],"top_logprobs":2}   | invalid_value         | top_logprobs
          {"model":"echo","messages":[{"role":"user","content":"x"}],"stream_options":{}}| invalid_value         | stream_options
          {"model":"echo","messages":[{"role":"user","content":"a\\u0000b"}]}            | invalid_text          | messages[0].content
          {"model":"echo","messages":[{"role":"user","content":"a\\ud800b"}]}            | invalid_text          | messages[0].content
          """)
  void aWrongFieldIsNamed(String body, String code, String path) throws Exception {
    var response = server.post(CHAT, body);

    assertThat(response.statusCode()).isEqualTo(400);
    var error = json(response).get("error");
    assertThat(error.get("code").asText()).isEqualTo(code);
    assertThat(error.get("param").asText()).isEqualTo(path);
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    conforms("OpenAiError", response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "nonsense",
        "{\"text\":\"a\"} x",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{'text':'a'}",
        "{\"text\":NaN}",
        "{\"text\":01}",
        "\ufeff{\"text\":\"a\"}"
      })
  void malformedJsonIsToldByItsPlaceAlone(String body) throws Exception {
    var response = server.post(TURN, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("code").asText()).isEqualTo("invalid_json");
    assertThat(json(response).get("detail").asText()).doesNotContain("nonsense").endsWith(".");
    conforms("Problem", response);
  }

  @Test
  void malformedJsonHasLineAndColumn() throws Exception {
    assertThat(json(server.post(TURN, "{\n  \"text\": oops}")).get("detail").asText())
        .isEqualTo("The body is not valid JSON at line 2, column 15.");
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    var response = server.post(TURN, "[".repeat(100_000));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).contains("deeper than 32");
  }

  @Test
  void aBodyThatIsNoUtf8IsRefused() throws Exception {
    var bytes = "{\"text\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    var request =
        server
            .request(TURN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(bytes));

    assertThat(json(server.send(request)).get("code").asText()).isEqualTo("invalid_encoding");
  }

  @Test
  void allThatIsWrongIsListed() throws Exception {
    var problem = json(server.post(TURN, "{\"user\":5,\"txet\":\"a\"}"));

    assertThat(problem.get("errors").findValuesAsText("path"))
        .containsExactlyInAnyOrder("text", "txet", "user");
    assertThat(problem.get("status").asInt()).isEqualTo(400);
  }

  @Test
  void aBodyTooLargeIsRefusedWhetherItsLengthIsToldOrNot() throws Exception {
    var large = "{\"text\":\"" + "x".repeat(3 << 20) + "\"}";
    var told = server.post(TURN, large);
    var untold =
        server.send(
            server
                .request(TURN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large))));

    assertThat(told.statusCode()).isEqualTo(413);
    assertThat(untold.statusCode()).isEqualTo(413);
    conforms("Problem", told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1"
      })
  void anotherContentTypeIsRefused(String type) throws Exception {
    var request = server.request(CHAT).header("Content-Type", type);

    var response = server.send(request.POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains("application/json");
  }

  @Test
  void anAnswerNobodyAcceptsIsRefused() throws Exception {
    var response = server.send(server.request("/v1/me").header("Accept", "image/png"));

    assertThat(response.statusCode()).isEqualTo(406);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models, OpenAiError",
    "/v1/me, Problem",
    "/v1/usage, Problem",
    "/v1/scenarios, Problem"
  })
  void withoutAValidKeyThereIsNothingToSee(String path, String form) throws Exception {
    for (var header : new String[] {"Bearer wrong", "Basic " + GatewayFixture.KEY, "Bearer "}) {
      var request = HttpRequest.newBuilder(URI.create(server.url(path)));
      var response = server.send(request.header("Authorization", header));

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
      conforms(form, response);
    }
  }

  @Test
  void aKeyIsAskedForBeforeABodyIsRead() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url(CHAT)));

    assertThat(server.send(request.POST(BodyPublishers.ofString("{"))).statusCode()).isEqualTo(401);
  }

  @Test
  void unknownRoutesAreToldInTheFormOfTheirNeighbours() throws Exception {
    conforms("OpenAiError", server.get("/v1/images/generations"));
    conforms("Problem", server.get("/nowhere"));
    assertThat(server.get("/v1/images/generations").statusCode()).isEqualTo(404);
    assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void errorsHaveTheFormThatTheContractPromises() throws Exception {
    var paths = new ObjectMapper().readTree(Contract.load().json()).get("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .forEach(
                        operation -> {
                          var reply = operation.at("/responses/401/$ref").asText();
                          if (!reply.isEmpty()) {
                            var form =
                                reply.endsWith("/OpenAiError")
                                    ? ErrorForm.OPENAI
                                    : ErrorForm.PROBLEM;
                            assertThat(ErrorForm.of(path.getKey()))
                                .as(path.getKey())
                                .isEqualTo(form);
                          }
                        }));
  }

  @Test
  void aWrongMethodIsToldTheRightOne() throws Exception {
    var response = server.get(CHAT);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("POST");
    assertThat(server.send(server.request("/v1/me").DELETE()).headers().firstValue("allow"))
        .contains("GET");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/usage?rows=-1, rows",
    "/v1/usage?rows=x, rows",
    "/v1/usage?rows=1001, rows",
    "/v1/usage?from=yesterday, from",
    "/v1/usage?form=2026-11-23T00:00:00Z, form",
    "/v1/usage?rows=1&rows=2, rows"
  })
  void aWrongQueryParameterIsNamed(String path, String parameter) throws Exception {
    var response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/errors/0/path").asText()).isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/scenarios/HELP/conversations/c/messages",
        "/v1/scenarios/help/conversations/a%2Fb/messages",
        "/v1/scenarios/help/conversations/%20/messages"
      })
  void aWrongPathParameterIsRefused(String path) throws Exception {
    assertThat(server.post(path, "{\"text\":\"a\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void aBadIdempotencyKeyIsNamed() throws Exception {
    var request =
        server
            .request(CHAT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "with space")
            .POST(BodyPublishers.ofString(ChatCompletionTest.body("echo", "a", "")));

    assertThat(json(server.send(request)).at("/error/param").asText()).isEqualTo("Idempotency-Key");
  }

  private static void conforms(String component, HttpResponse<String> response) {
    assertThat(CONTRACT.component(component).validate(json(response))).isEmpty();
  }
}
