package dev.atrium.platform.gateway;

import static dev.atrium.platform.gateway.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.tenancy.Role;
import dev.atrium.platform.tenancy.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls every route of the contract as everybody. */
class RolesTest {
  private static final Contract CONTRACT = Contract.load();

  @Test
  void everyRouteIsClosedToTheRolesThatTheContractDoesNotName() throws Exception {
    var refusals = new HashSet<String>();
    try (var server = new GatewayFixture()) {
      for (var operation : CONTRACT.operations()) {
        for (var role : Role.values()) {
          var response = call(server, operation, "role-" + role.word());
          boolean open =
              switch (operation.access()) {
                case PUBLIC -> true;
                case TENANT -> operation.roles().contains(role.word());
                case OPERATOR -> false;
              };
          assertThat(response.statusCode() != 403).as(operation.id() + " " + role).isEqualTo(open);
          if (operation.access() == Operation.Access.TENANT && !open) {
            refusals.add(form(response));
          }
        }
      }
    }
    assertThat(refusals).as("one body for each form of errors").hasSizeBetween(1, 2);
  }

  @Test
  void everyRouteIsClosedToKeysWithoutTheScopeThatTheContractNames() throws Exception {
    try (var server = new GatewayFixture()) {
      for (var operation : CONTRACT.operations()) {
        for (var scope : Scope.values()) {
          var response = call(server, operation, "scope-" + scope.word());
          boolean open =
              scope == Scope.ADMIN || operation.scope().filter(needed -> needed != scope).isEmpty();
          if (operation.access() == Operation.Access.TENANT) {
            assertThat(response.body().contains("insufficient_scope"))
                .as(operation.id() + " " + scope)
                .isEqualTo(!open);
            assertThat(response.statusCode() == 403).isEqualTo(!open);
          }
        }
      }
    }
  }

  @Test
  void theContractNamesOnlyRolesThatThereAre() {
    var known = Stream.of(Role.values()).map(Role::word).collect(Collectors.toSet());

    assertThat(CONTRACT.operations())
        .allSatisfy(operation -> assertThat(known).containsAll(operation.roles()));
  }

  private static HttpResponse<String> call(GatewayFixture server, Operation operation, String key)
      throws Exception {
    var path = operation.path().replaceAll("\\{\\w+}", "echo.txt");
    var request =
        HttpRequest.newBuilder(URI.create(server.url(path)))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                operation.method(),
                operation.body().isPresent()
                    ? BodyPublishers.ofString("{}")
                    : BodyPublishers.noBody());
    return server.send(request);
  }

  /** The refusal without what tells one request from another. */
  private static String form(HttpResponse<String> response) {
    var body = (ObjectNode) json(response);
    body.remove("requestId");
    return body.toString();
  }
}
