package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.EmbeddingCall;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/embeddings}. */
class EmbeddingsTest {
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

  private static String body(String input, String more) {
    return "{\"model\":\"echo\",\"input\":%s%s}".formatted(input, more);
  }

  private static EmbeddingCall asked() throws InterruptedException {
    return (EmbeddingCall) server.tenant.asked.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void everyFieldReachesTheTenant() throws Exception {
    var more = ",\"dimensions\":2,\"pooling\":\"last\",\"user\":\"u-7\"";

    var response = server.post("/v1/embeddings", body("[\"one\",\"two\"]", more));

    assertThat(response.statusCode()).isEqualTo(200);
    var call = asked();
    assertThat(call.texts()).containsExactly(new Prompt.Text("one"), new Prompt.Text("two"));
    assertThat(call.dimensions()).isEqualTo(OptionalInt.of(2));
    assertThat(call.pooling()).isEqualTo(Optional.of(Pooling.LAST));
    assertThat(call.context().endUser()).isEqualTo(Optional.of("u-7"));
    assertThat(call.context().requestBytes()).isGreaterThan(30);
  }

  @Test
  void tokensComeAloneOrInLists() throws Exception {
    server.post("/v1/embeddings", body("[1,2]", ""));
    server.post("/v1/embeddings", body("[[1,2],[3]]", ""));

    assertThat(asked().texts()).containsExactly(new Prompt.Tokens(List.of(1, 2)));
    assertThat(asked().texts())
        .containsExactly(new Prompt.Tokens(List.of(1, 2)), new Prompt.Tokens(List.of(3)));
  }

  @Test
  void vectorsAreNumbersOrPacked() throws Exception {
    var plain = json(server.post("/v1/embeddings", body("\"abc\"", "")));
    var packed =
        json(server.post("/v1/embeddings", body("\"abc\"", ",\"encoding_format\":\"base64\"")));

    assertThat(plain.at("/data/0/embedding").toString()).isEqualTo("[0.6,0.8,3.0]");
    assertThat(plain.get("usage").toString()).isEqualTo("{\"prompt_tokens\":5,\"total_tokens\":5}");
    var bytes = Base64.getDecoder().decode(packed.at("/data/0/embedding").textValue());
    var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(List.of(floats.get(0), floats.get(1), floats.get(2)))
        .containsExactly(0.6f, 0.8f, 3f);
  }

  @Test
  void theCallIsClosedWithNothingDelivered() throws Exception {
    server.post("/v1/embeddings", body("\"abc\"", ""));

    var closed = server.tenant.closed.poll(10, TimeUnit.SECONDS);
    assertThat(closed.deliveredTokens()).isZero();
    assertThat(closed.aborted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "''|input",
        "[]|input",
        "['a','']|input",
        "[['x']]|input",
        "7|input",
        "[-1]|input",
        "[[]]|input",
        "'a','dimensions':0|dimensions",
        "'a','encoding_format':'hex'|encoding_format",
        "'a','pooling':'max'|pooling",
        "'a','stream':true|stream"
      })
  void whatTheContractForbidsIsRefusedByName(String input, String parameter) throws Exception {
    var sent = body(input.replace('\'', '"'), "");

    var response = server.post("/v1/embeddings", sent);

    assertThat(response.statusCode()).as(sent).isEqualTo(400);
    assertThat(json(response).at("/error/param").textValue()).startsWith(parameter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a','']|'input[1]' must have at least 1 character.",
        "[1,-2]|'input[1]' must be at least 0.",
        "[[1],[-2]]|'input[1][0]' must be at least 0.",
        "7|'input' must be a string or an array, not a whole number."
      })
  void ofSeveralFormsTheOneThatWasMeantIsExplained(String input, String words) throws Exception {
    var response = server.post("/v1/embeddings", body(input.replace('\'', '"'), ""));

    assertThat(json(response).at("/error/message").textValue()).isEqualTo(words);
  }

  @Test
  void failuresOfTheTenantAreOpenAisErrors() throws Exception {
    var busy = server.post("/v1/embeddings", "{\"model\":\"busy\",\"input\":\"a\"}");
    var missing = server.post("/v1/embeddings", "{\"model\":\"none\",\"input\":\"a\"}");

    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(json(missing).at("/error/code").textValue()).isEqualTo("model_not_found");
  }
}
