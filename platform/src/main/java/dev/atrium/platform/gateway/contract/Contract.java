package dev.atrium.platform.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The OpenAPI document, as read from the class path. */
public final class Contract {
  private static final String RESOURCE = "/openapi.yaml";
  private static final String LOCATION = "https://atrium.dev/openapi.json";
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final JsonNode document;
  private final String json;
  private final JsonSchemaFactory schemas;
  private final List<Operation> operations;

  private Contract(JsonNode document) {
    this.document = document;
    this.json = document.toString();
    this.schemas = factory(json);
    this.operations = List.copyOf(readOperations());
  }

  /** Reads the document; blocks. */
  public static Contract load() {
    try (var resource = Contract.class.getResourceAsStream(RESOURCE)) {
      return new Contract(new YAMLMapper().readTree(resource));
    } catch (IOException unreadable) {
      throw AtriumException.bug("contract", RESOURCE + " cannot be read.", unreadable);
    }
  }

  /** The document as JSON text. */
  public String json() {
    return json;
  }

  public List<Operation> operations() {
    return operations;
  }

  /** A schema of the document's components; what it describes can be checked with it. */
  public JsonSchema component(String name) {
    return schema("/components/schemas/" + name);
  }

  /** The rest of the document is no schema; to the validator it is unknown keywords. */
  private static JsonSchemaFactory factory(String json) {
    var dialect =
        JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();
    return JsonSchemaFactory.getInstance(
        SpecVersion.VersionFlag.V202012,
        builder ->
            builder
                .metaSchema(dialect)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, json))));
  }

  private JsonSchema schema(String pointer) {
    var config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_PATH)
            .formatAssertionsEnabled(true)
            .locale(Locale.ROOT)
            .build();
    var schema = schemas.getSchema(SchemaLocation.of(LOCATION + "#" + pointer), config);
    schema.initializeValidators();
    return schema;
  }

  private List<Operation> readOperations() {
    var found = new ArrayList<Operation>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(path.getValue()::has)
                    .forEach(method -> found.add(operation(path.getKey(), method))));
    return found;
  }

  private Operation operation(String path, String method) {
    var pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
    var node = document.at(pointer);
    return new Operation(
        node.get("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        access(node),
        roles(node),
        scope(node),
        parameters(pointer, node.path("parameters")),
        node.at("/requestBody/content").has("application/octet-stream"),
        body(pointer + "/requestBody/content/application~1json/schema"));
  }

  /** Without a list, an operation is for those who may do everything. */
  private static Set<String> roles(JsonNode operation) {
    var roles = new HashSet<>(Set.of("admin"));
    operation.path("x-atrium-roles").forEach(role -> roles.add(role.asText()));
    return roles;
  }

  /** Without a scope, an operation needs that of everything. */
  private static Optional<Scope> scope(JsonNode operation) {
    var word = operation.path("x-atrium-scope").asText(Scope.ADMIN.word());
    return word.equals("any") ? Optional.empty() : Optional.of(Scope.of(word).orElseThrow());
  }

  private Operation.Access access(JsonNode operation) {
    var security =
        operation.has("security") ? operation.get("security") : document.path("security");
    if (security.isEmpty()) {
      return Operation.Access.PUBLIC;
    }
    return security.get(0).has("operatorKey") ? Operation.Access.OPERATOR : Operation.Access.TENANT;
  }

  private Optional<JsonSchema> body(String pointer) {
    return document.at(pointer).isMissingNode()
        ? Optional.empty()
        : Optional.of(schema(resolved(pointer)));
  }

  private List<Parameter> parameters(String operation, JsonNode nodes) {
    var found = new ArrayList<Parameter>();
    for (int index = 0; index < nodes.size(); index++) {
      found.add(parameter(resolved(operation + "/parameters/" + index)));
    }
    return found;
  }

  private Parameter parameter(String pointer) {
    var node = document.at(pointer);
    return new Parameter(
        node.get("name").asText(),
        Parameter.Place.valueOf(node.get("in").asText().toUpperCase(Locale.ROOT)),
        node.at("/schema/type").asText().equals("integer"),
        schema(pointer + "/schema"));
  }

  private String resolved(String pointer) {
    var reference = document.at(pointer).path("$ref").asText();
    return reference.isEmpty() ? pointer : resolved(reference.substring(1));
  }
}
