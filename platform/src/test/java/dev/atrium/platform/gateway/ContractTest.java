package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
  /** The schema that the OpenAPI Initiative publishes, as vertx-openapi carries it. */
  private static final String OFFICIAL_SCHEMA = "/spec.openapis.org/oas/3.1/schema/2022-10-07";

  private static final Contract CONTRACT = Contract.load();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory JSON_SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  @Test
  void theDocumentIsValidOpenApi() throws Exception {
    try (var official = getClass().getResourceAsStream(OFFICIAL_SCHEMA)) {
      var schema = JSON_SCHEMA.getSchema(official);

      assertThat(schema.validate(document())).isEmpty();
      assertThat(schema.validate(JSON.createObjectNode().put("openapi", "3.1.0"))).isNotEmpty();
    }
  }

  @Test
  void everySchemaIsValidJsonSchema() throws Exception {
    var official = JSON_SCHEMA.getSchema(SchemaLocation.of(SchemaId.V202012));

    for (var schema : document().at("/components/schemas").properties()) {
      assertThat(official.validate(schema.getValue())).as(schema.getKey()).isEmpty();
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
            .isEqualTo(operation.access() == Operation.Access.PUBLIC ? 200 : 401);
      }
    }
  }

  @Test
  void everyExampleOfARequestIsValid() throws Exception {
    var document = document();
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
    var document = document();
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

  private static JsonNode document() throws IOException {
    return JSON.readTree(CONTRACT.json());
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
