package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final Contract CONTRACT = Contract.load();

  @Test
  void theDocumentIsValidOpenApi() {
    var vertx = Vertx.vertx();
    try {
      var read = GatewayFixture.await(OpenAPIContract.from(vertx, new JsonObject(CONTRACT.json())));

      assertThat(read.operations()).hasSameSizeAs(CONTRACT.operations());
    } finally {
      GatewayFixture.await(vertx.close());
    }
  }

  @Test
  void everyOperationIsRoutedAndSecuredAsTheDocumentSays() throws Exception {
    try (var server = new GatewayFixture()) {
      for (var operation : CONTRACT.operations()) {
        var path = operation.path().replaceAll("\\{\\w+}", "echo");
        var anonymous =
            HttpRequest.newBuilder(URI.create(server.url(path)))
                .method(operation.method(), BodyPublishers.noBody());

        assertThat(server.send(anonymous).statusCode())
            .as(operation.id())
            .isEqualTo(operation.secured() ? 401 : 200);
      }
    }
  }

  @Test
  void everyExampleOfARequestIsValid() throws Exception {
    var document = new ObjectMapper().readTree(CONTRACT.json());
    int examples = 0;
    for (var operation : CONTRACT.operations()) {
      for (var example : requestExamples(document, operation)) {
        assertThat(operation.check(example)).as(operation.id()).isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(3);
  }

  @Test
  void everyExampleOfAResponseIsValid() throws Exception {
    var document = new ObjectMapper().readTree(CONTRACT.json());
    int examples = 0;
    for (var content : document.findValues("content")) {
      for (var media : content) {
        var schema = media.at("/schema/$ref").asText();
        for (var example : media.path("examples")) {
          var component = CONTRACT.component(schema.substring(schema.lastIndexOf('/') + 1));
          assertThat(component.validate(example.get("value"))).as(schema).isEmpty();
          examples++;
        }
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(7);
  }

  private static List<JsonNode> requestExamples(JsonNode document, Operation operation) {
    var found = new ArrayList<JsonNode>();
    document
        .at("/paths/" + operation.path().replace("/", "~1"))
        .path(operation.method().toLowerCase(java.util.Locale.ROOT))
        .at("/requestBody/content/application~1json/examples")
        .forEach(example -> found.add(example.get("value")));
    return found;
  }
}
