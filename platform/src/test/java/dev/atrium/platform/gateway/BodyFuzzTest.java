package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.gateway.contract.Contract;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Valid bodies, spoilt at random: each is answered, none with a 5xx, refusals in their form. */
class BodyFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Contract CONTRACT = Contract.load();
  private static final String CHAT =
      """
      {"model":"echo","messages":[{"role":"system","content":"a"},
       {"role":"user","content":[{"type":"text","text":"b"}]}],
       "max_tokens":5,"temperature":0.5,"top_p":0.9,"seed":3,"stop":["x"],"stream":false,
       "user":"u","n":1,"response_format":{"type":"text"},"logprobs":false}
      """;
  private static final String TURN = "{\"text\":\"hello\",\"user\":\"u\"}";
  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "-1",
          "1e400",
          "1e-400",
          "0.1",
          "9223372036854775808",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud83d\\ude00\"",
          "\"\\udc00\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "{\"a\":{\"b\":[1,{}]}}",
          "\"x y z\"",
          "123456789012345678901234567890",
          "\"model\"");
  private static GatewayFixture server;

  @BeforeContainer
  static void start() {
    server = new GatewayFixture();
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  @Property(tries = 300)
  void aSpoiltTreeIsAnsweredOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int hits) throws Exception {
    var random = new Random(seed);
    boolean chat = random.nextInt(4) > 0;
    var tree = JSON.readTree(chat ? CHAT : TURN);
    for (int hit = 0; hit < hits; hit++) {
      spoil(tree, random);
    }
    check(chat, tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void spoiltBytesAreAnsweredOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int hits) throws Exception {
    var random = new Random(seed);
    boolean chat = random.nextBoolean();
    var bytes = (chat ? CHAT : TURN).getBytes(StandardCharsets.UTF_8);
    for (int hit = 0; hit < hits; hit++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    check(chat, bytes);
  }

  private static void check(boolean chat, byte[] body) throws Exception {
    var path = chat ? "/v1/chat/completions" : "/v1/scenarios/help/conversations/c/messages";
    var request =
        server
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));

    var response = server.send(request);

    assertThat(response.statusCode())
        .as(() -> new String(body, StandardCharsets.ISO_8859_1) + "\n" + response.body())
        .isIn(200, 400, 404, 429, 504);
    if (response.statusCode() != 200) {
      conforms(chat ? "OpenAiError" : "Problem", response);
    }
  }

  private static void conforms(String component, HttpResponse<String> response) {
    assertThat(CONTRACT.component(component).validate(GatewayFixture.json(response))).isEmpty();
  }

  private static void spoil(JsonNode tree, Random random) throws Exception {
    var containers = new ArrayList<JsonNode>();
    collect(tree, containers);
    var value = JSON.readTree(STRANGE.get(random.nextInt(STRANGE.size())));
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> spoil(object, value, random);
      case ArrayNode array -> spoil(array, value, random);
      default -> throw new AssertionError("neither an object nor an array");
    }
  }

  private static void spoil(ObjectNode object, JsonNode value, Random random) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.isEmpty() ? "new" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(3)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, value);
      default -> object.set(name + random.nextInt(9), value);
    }
  }

  private static void spoil(ArrayNode array, JsonNode value, Random random) {
    if (array.isEmpty() || random.nextBoolean()) {
      array.add(value);
    } else {
      array.set(random.nextInt(array.size()), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }
}
