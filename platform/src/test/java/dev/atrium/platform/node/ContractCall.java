package dev.atrium.platform.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.contract.Parameter;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A call made from the contract alone: its path and headers from named values, its body from the
 * first example.
 */
final class ContractCall {
  private static final String MODEL = "model";

  private ContractCall() {}

  /** The names of what a call of an operation points at. */
  static List<String> identifiers(Operation operation) {
    return operation.parameters().stream()
        .filter(
            parameter ->
                parameter.place() == Parameter.Place.PATH
                    || parameter.name().equals("Idempotency-Key"))
        .map(Parameter::name)
        .toList();
  }

  /**
   * Calls an operation.
   *
   * @param key the bearer; none if empty
   * @param names the value of each identifier
   */
  static HttpResponse<String> send(
      NodeUnderTest node,
      JsonNode document,
      Operation operation,
      Optional<String> key,
      UnaryOperator<String> names) {
    var headers = new HashMap<String, String>();
    key.ifPresent(bearer -> headers.put("Authorization", "Bearer " + bearer));
    var path = operation.path();
    for (var parameter : operation.parameters()) {
      var value = identifiers(operation).contains(parameter.name());
      if (value && parameter.place() == Parameter.Place.PATH) {
        path = path.replace("{" + parameter.name() + "}", names.apply(parameter.name()));
      } else if (value) {
        headers.put(parameter.name(), names.apply(parameter.name()));
      }
    }
    var body = body(document, operation, headers, names);
    return node.exchange(operation.method(), path, headers, body);
  }

  private static String body(
      JsonNode document,
      Operation operation,
      Map<String, String> headers,
      UnaryOperator<String> names) {
    if (operation.upload()) {
      headers.put("Content-Type", "application/octet-stream");
      return "no plugin";
    }
    if (operation.body().isEmpty()) {
      return "";
    }
    headers.put("Content-Type", "application/json");
    var examples = at(document, operation).at("/requestBody/content/application~1json/examples");
    if (examples.isEmpty()) {
      throw new AssertionError(operation.id() + " has no example of a body in the contract");
    }
    var body = (ObjectNode) examples.iterator().next().get("value").deepCopy();
    if (body.has(MODEL)) {
      body.put(MODEL, names.apply(MODEL));
    }
    return body.toString();
  }

  /** An operation as the document has it. */
  static JsonNode at(JsonNode document, Operation operation) {
    return document
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
  }
}
