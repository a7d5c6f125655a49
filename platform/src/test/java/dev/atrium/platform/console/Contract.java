package dev.atrium.platform.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The platform's OpenAPI document: holds what tests say in the platform's place to its schemas. */
final class Contract {
  private static final JsonNode COMPONENTS = read().required("components");

  private Contract() {}

  /** The same document; fails where the named schema does not allow it. */
  static JsonObject conforming(String schema, JsonObject document) {
    var node = new ObjectMapper().createObjectNode();
    node.put("$ref", "#/components/schemas/" + schema).set("components", COMPONENTS);
    var factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    var violations = factory.getSchema(node).validate(parsed(document));
    if (!violations.isEmpty()) {
      throw new AssertionError(schema + " of openapi.yaml does not allow this: " + violations);
    }
    return document;
  }

  private static JsonNode parsed(JsonObject document) {
    try {
      return new ObjectMapper().readTree(document.encode());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonNode read() {
    try (var file = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
