package dev.atrium.platform.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import dev.atrium.platform.tenancy.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the contract.
 *
 * @param path as the document writes it, such as {@code /v1/models/{model}}
 * @param access whose key it takes
 * @param roles of the tenant's that may call it, as the contract writes them
 * @param scope that an API key needs for it; empty = any key will do
 * @param upload it takes a file, which its endpoint reads from the paused request
 * @param body what its JSON body must be; empty if it takes none
 */
public record Operation(
    String id,
    String method,
    String path,
    Access access,
    Set<String> roles,
    Optional<Scope> scope,
    List<Parameter> parameters,
    boolean upload,
    Optional<JsonSchema> body) {
  private static final int MOST_VIOLATIONS = 10;

  /** Whose key an operation takes. */
  public enum Access {
    PUBLIC,
    TENANT,
    OPERATOR
  }

  public Operation {
    roles = Set.copyOf(roles);
    parameters = List.copyOf(parameters);
  }

  /** What is wrong with a body; empty if nothing is. At most ten, in the order of their paths. */
  public List<Violation> check(JsonNode candidate) {
    return body.map(schema -> violations(schema, candidate)).orElse(List.of());
  }

  private static List<Violation> violations(JsonSchema schema, JsonNode candidate) {
    return Alternatives.meant(schema.validate(candidate)).stream()
        .sorted(
            Comparator.comparing(
                    (ValidationMessage found) -> found.getInstanceLocation().toString())
                .thenComparing(ValidationMessage::getMessage))
        .map(found -> Violations.of(found, ""))
        .limit(MOST_VIOLATIONS)
        .toList();
  }
}
