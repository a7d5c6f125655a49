package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Walks the OpenAPI document and sends each route what it did not ask for. How long is told by the
 * system property {@code atrium.fuzz.requests}.
 */
class ContractFuzzTest {
  private static final int REQUESTS = Integer.getInteger("atrium.fuzz.requests", 1_000);
  private static final long SEED = Long.getLong("atrium.fuzz.seed", 20261123);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JSON.getNodeFactory();

  private final Random random = new Random(SEED);

  @Test
  void noRequestIsAnsweredWithABugOrWithWhatTheContractDoesNotKnow() throws Exception {
    var contract = Contract.load();
    var document = JSON.readTree(contract.json());
    var operations = contract.operations();
    try (var server = new GatewayFixture()) {
      for (int count = 0; count < REQUESTS; count++) {
        var operation = operations.get(random.nextInt(operations.size()));
        var body = body(document, operation);
        var request =
            server
                .request(path(operation))
                .header("Content-Type", "application/json")
                .method(operation.method(), BodyPublishers.ofString(body));

        var response = server.send(request);

        var told = operation(document, operation).path("responses");
        assertThat(response.statusCode()).as("%s %s", operation.id(), body).isNotEqualTo(500);
        assertThat(told.has(String.valueOf(response.statusCode())))
            .as("%s answers %d to %s", operation.id(), response.statusCode(), body)
            .isTrue();
      }
    }
  }

  private static JsonNode operation(JsonNode document, Operation operation) {
    return document
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  private String path(Operation operation) {
    var words = List.of("echo", "help", "x.txt", "a..b", "%F0%9F%98%80", "0", "-", "a".repeat(300));
    var path = operation.path();
    while (path.contains("{")) {
      path = path.replaceFirst("\\{\\w+}", words.get(random.nextInt(words.size())));
    }
    return random.nextInt(10) == 0 ? path + "?strange=1" : path;
  }

  private String body(JsonNode document, Operation operation) {
    if (operation.body().isEmpty()) {
      return "";
    }
    var examples =
        operation(document, operation).at("/requestBody/content/application~1json/examples");
    var all = new ArrayList<JsonNode>();
    examples.forEach(example -> all.add(example.get("value")));
    if (all.isEmpty()) {
      all.add(NODES.objectNode().put("content", "x"));
    }
    var body = all.get(random.nextInt(all.size())).deepCopy();
    if (body instanceof ObjectNode object && object.has("model")) {
      object.put("model", "echo");
    }
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      change(body);
    }
    var text = body.toString();
    return random.nextInt(20) == 0 ? text.substring(0, random.nextInt(text.length() + 1)) : text;
  }

  /** Changes one value somewhere in a document. */
  private void change(JsonNode node) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      var name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.set("extra" + random.nextInt(3), strange());
        case 2 -> object.set(name, strange());
        default -> change(object.get(name));
      }
    } else if (node instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(3) == 0) {
        array.add(strange());
      } else {
        change(array.get(random.nextInt(array.size())));
      }
    }
  }

  private JsonNode strange() {
    return switch (random.nextInt(10)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(Double.MAX_VALUE);
      case 2 -> NODES.numberNode(new BigInteger("9".repeat(400)));
      case 3 -> NODES.textNode("");
      case 4 -> NODES.textNode("\u0000\uD800 \u202E".repeat(1 + random.nextInt(50)));
      case 5 -> NODES.booleanNode(true);
      case 6 -> NODES.arrayNode().add(NODES.arrayNode());
      case 7 -> nested();
      case 8 -> NODES.numberNode(-1);
      default -> NODES.objectNode().put("$ref", "#/components");
    };
  }

  private JsonNode nested() {
    JsonNode nested = NODES.objectNode();
    for (int depth = random.nextInt(200); depth > 0; depth--) {
      nested = NODES.arrayNode().add(nested);
    }
    return nested;
  }
}
