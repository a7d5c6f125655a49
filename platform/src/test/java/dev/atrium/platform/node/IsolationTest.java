package dev.atrium.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.contract.Operation.Access;
import dev.atrium.platform.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls every route of the OpenAPI document with another tenant's identifiers, as everybody. A new
 * route is called without a change here; a new kind of identifier fails until {@link TwoTenants}
 * tells what the tenants name by it.
 */
class IsolationTest {
  private static final Contract CONTRACT = Contract.load();
  private static final JsonNode DOCUMENT = NodeUnderTest.parse(CONTRACT.json());

  /** Names that a tenant gives to what is its own: another tenant's is as free as a new one. */
  private static final Set<String> GIVEN_BY_THE_CALLER =
      Set.of("sendMessage conversation", "putLexicon lexicon");

  @TempDir private static Path data;
  private static TwoTenants tenants;

  @BeforeAll
  static void start() {
    tenants = new TwoTenants(data);
  }

  @AfterAll
  static void stop() {
    if (tenants != null) {
      tenants.close();
    }
  }

  @Test
  void whoIsNobody_isRefusedWithOneBodyWhateverIsNamed() {
    var later = Instant.now().plus(Duration.ofHours(1));
    var nobodies =
        Map.of(
            "no key", Optional.<String>empty(),
            "unknown key", Optional.of("atr_" + TwoTenants.BANK + "_" + "x".repeat(33)),
            "revoked key", Optional.of(tenants.revokedKey()),
            "token of another audience",
                Optional.of(TwoTenants.token("admin", "somebody-else", later)),
            "token of yesterday",
                Optional.of(TwoTenants.token("admin", TwoTenants.AUDIENCE, Instant.EPOCH)),
            "token of an unknown role",
                Optional.of(TwoTenants.token("operator", TwoTenants.AUDIENCE, later)));
    nobodies.forEach(
        (name, key) -> {
          var bodies = new HashSet<String>();
          for (var operation : closed()) {
            for (var answer : twoAnswers(operation, key)) {
              assertThat(answer.status()).as(name + ": " + operation.id()).isEqualTo(401);
              bodies.add(answer.body());
            }
          }
          assertThat(bodies).as(name + ": one body for each form").hasSizeBetween(1, 3);
        });
  }

  @Test
  void whoMayNot_isRefusedWithOneBodyWhateverIsNamed() {
    var bodies = new HashSet<String>();
    for (var operation : closed()) {
      for (var role : Role.values()) {
        if (operation.access() == Access.OPERATOR || !operation.roles().contains(role.word())) {
          for (var answer : twoAnswers(operation, Optional.of(token(role)))) {
            assertThat(answer.status()).as(operation.id() + " " + role).isIn(401, 403);
            bodies.add(answer.body());
          }
        }
      }
    }
    assertThat(bodies).as("one body for each form and status").hasSizeBetween(2, 4);
  }

  @Test
  void aTenantsKey_opensNoRouteOfTheOperatorAndTheOperatorsNoneOfATenant() {
    var bodies = new HashSet<String>();
    for (var operation : closed()) {
      boolean operators = operation.access() == Access.OPERATOR;
      var key = operators ? tenants.bankKey : tenants.operatorKey;
      for (var answer : twoAnswers(operation, Optional.of(key))) {
        assertThat(answer.status()).as(operation.id()).isEqualTo(operators ? 403 : 401);
        bodies.add(operators + answer.body());
      }
    }
    assertThat(bodies).hasSizeBetween(2, 3);
  }

  @Test
  void whatIsAnotherTenants_isAnsweredAsWhatIsNotThere() {
    var before = tenants.shop();
    int refused = 0;
    for (var operation : closed()) {
      for (var caller : callersOf(operation).entrySet()) {
        for (var parameter : ContractCall.identifiers(operation)) {
          tenants.trust();
          refused += compare(operation, caller.getKey(), caller.getValue(), parameter);
        }
      }
    }
    assertThat(refused).as("refusals that were compared").isGreaterThan(10);
    assertThat(withoutCalls(tenants.shop())).isEqualTo(withoutCalls(before));
  }

  @Test
  void anotherTenantsNameOfAModel_isNoModelInAnyBody() {
    int refused = 0;
    for (var operation : closed()) {
      var examples =
          ContractCall.at(DOCUMENT, operation)
              .at("/requestBody/content/application~1json/examples");
      if (!examples.findValues("model").isEmpty()) {
        refused += compare(operation, "key", Optional.of(tenants.bankKey), "model");
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(3);
    var named =
        tenants.node.post(
            "/v1/completions",
            tenants.shopKey,
            "{\"model\": \"only-the-shops-model\", \"prompt\": \"a\", \"max_tokens\": 1}");
    assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
  }

  @Test
  void noAnswerHoldsAnythingOfAnotherTenant() {
    for (var operation : closed()) {
      for (var caller : callersOf(operation).entrySet()) {
        tenants.trust();
        var answer = call(operation, caller.getValue(), TwoTenants::ofTheBank);
        var text = answer.body() + answer.headers().map();
        assertThat(text)
            .as(operation.id() + " as " + caller.getKey())
            .doesNotContain(tenants.secretsOfTheShop());
      }
    }
  }

  @Test
  void aKeyUnderAnotherTenantsName_isNotThereForTheOperatorEither() {
    var theirs = tenants.ofTheShop("key");
    for (var key : List.of(theirs, TwoTenants.ofNobody("key", theirs))) {
      var path = TwoTenants.keys(TwoTenants.BANK) + "/" + key;
      assertThat(tenants.node.delete(path, tenants.operatorKey).statusCode()).isEqualTo(404);
    }
  }

  /** Names the shop's in one parameter and nobody's in its stead; 1 if both were refused. */
  private static int compare(
      Operation operation, String caller, Optional<String> key, String parameter) {
    var theirs = tenants.ofTheShop(parameter);
    var nobodys = TwoTenants.ofNobody(parameter, theirs);
    var named = answer(operation, key, parameter, theirs);
    tenants.trust();
    var missed = answer(operation, key, parameter, nobodys);
    var what = operation.id() + " " + parameter;
    assertThat(named.status()).as(what + " as " + caller).isEqualTo(missed.status());
    if (named.status() < 400) {
      assertThat(parameter.equals("Idempotency-Key") || GIVEN_BY_THE_CALLER.contains(what))
          .as(what + " as " + caller + " goes through: " + named.body())
          .isTrue();
      assertThat(named.body()).doesNotContain(tenants.secretsOfTheShop());
      tenants.forget(parameter, List.of(theirs, nobodys));
      return 0;
    }
    assertThat(named.status()).as(what + " as " + caller).isIn(401, 403, 404);
    assertThat(named.body()).as(what + " as " + caller).isEqualTo(missed.body());
    return 1;
  }

  /** The routes that take a key. */
  private static List<Operation> closed() {
    return CONTRACT.operations().stream()
        .filter(operation -> operation.access() != Access.PUBLIC)
        .toList();
  }

  /** Those of the bank who may call a route. */
  private static Map<String, Optional<String>> callersOf(Operation operation) {
    var callers = new LinkedHashMap<String, Optional<String>>();
    if (operation.access() == Access.TENANT) {
      callers.put("key", Optional.of(tenants.bankKey));
      for (var role : Role.values()) {
        if (operation.roles().contains(role.word())) {
          callers.put(role.word(), Optional.of(token(role)));
        }
      }
    }
    return callers;
  }

  private static String token(Role role) {
    var later = Instant.now().plus(Duration.ofHours(1));
    return TwoTenants.token(role.word(), TwoTenants.AUDIENCE, later);
  }

  /** An answer without what tells one request from another. */
  private record Answer(int status, String body) {}

  /** With the shop's names, and with nobody's. */
  private static List<Answer> twoAnswers(Operation operation, Optional<String> key) {
    tenants.trust();
    var answers = new ArrayList<Answer>();
    for (boolean theirs : List.of(true, false)) {
      UnaryOperator<String> names =
          name -> {
            var shops = tenants.knownOfTheShop(name);
            return theirs ? shops : TwoTenants.ofNobody(name, shops);
          };
      answers.add(plain(call(operation, key, names), ""));
    }
    return answers;
  }

  private static Answer answer(
      Operation operation, Optional<String> key, String parameter, String value) {
    var response =
        call(operation, key, name -> name.equals(parameter) ? value : TwoTenants.ofTheBank(name));
    return plain(response, value);
  }

  private static HttpResponse<String> call(
      Operation operation, Optional<String> key, UnaryOperator<String> names) {
    return ContractCall.send(tenants.node, DOCUMENT, operation, key, names);
  }

  private static Answer plain(HttpResponse<String> response, String value) {
    var id = response.headers().firstValue("x-request-id").orElseThrow();
    var body = response.body().replace(id, "<request>");
    return new Answer(
        response.statusCode(), value.isEmpty() ? body : body.replace(value, "<name>"));
  }

  /** The shop's own calls prepare some comparisons, so its usage may grow by those. */
  private static Map<String, JsonNode> withoutCalls(Map<String, JsonNode> shop) {
    var kept = new LinkedHashMap<>(shop);
    kept.remove("usage");
    return kept;
  }
}
