package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which routes of the OpenAPI document spend, and that a used-up budget closes each of them. */
class SpendingRoutesTest {
  private static final Contract CONTRACT = Contract.load();
  private static final JsonNode DOCUMENT = NodeUnderTest.parse(CONTRACT.json());

  /** A token costs one euro. */
  private static final String PACK =
      """
      id: corner-shop
      name: Corner Shop
      language: en
      model: default
      limits: {concurrentCalls: 4, queuedCalls: 4}
      budgets:
        - {of: tenant, what: money, per: month, most: 300}
      price: {currency: EUR, promptPerMillion: 1000000, cachedPerMillion: 1000000,
        generatedPerMillion: 1000000}
      scenarios:
        - {id: customer-service, plugin: customer-service}
      """;

  /** The cheapest call there is. */
  private static final String SMALLEST =
      """
      {"model": "default", "prompt": "a", "max_tokens": 1}\
      """;

  @TempDir private static Path data;
  private static NodeUnderTest node;
  private static String operatorKey;

  @BeforeAll
  static void start() {
    node = NodeUnderTest.start(data);
    operatorKey = node.report().operatorKey().orElseThrow();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void everyRouteThatReachesAModel_isMarkedInTheContract() {
    var reached = new ArrayList<String>();
    for (var operation : CONTRACT.operations()) {
      double before = computed();
      call(operation, key(operation));
      if (computed() > before) {
        reached.add(operation.id());
      }
    }
    assertThat(spending().stream().map(Operation::id)).containsAll(reached);
    assertThat(reached).contains("createChatCompletion", "createCompletion", "createResponse");
  }

  @Test
  void aBudgetThatIsUsedUp_closesEveryRouteThatSpends() throws Exception {
    var key = tenantWithABudget();
    useUp(key);
    double before = computed();
    var rows = json(node.get("/v1/usage", key)).at("/totals/calls").asInt();

    assertThat(spending()).hasSizeGreaterThanOrEqualTo(4);
    for (var operation : spending()) {
      var refused = call(operation, Optional.of(key));

      assertThat(refused.statusCode()).as(operation.id() + refused.body()).isEqualTo(429);
      var body = NodeUnderTest.parse(refused.body());
      assertThat(body.at("/error/code").asText(body.path("code").asText()))
          .as(operation.id())
          .isEqualTo("insufficient_quota");
      assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0))
          .as(operation.id())
          .isPositive();
    }

    assertThat(computed()).as("tokens of all models").isEqualTo(before);
    var totals = json(node.get("/v1/usage", key)).path("totals");
    assertThat(totals.path("calls").asInt()).isEqualTo(rows);
    assertThat(new BigDecimal(totals.path("cost").asText()))
        .isLessThanOrEqualTo(new BigDecimal(300));
  }

  private static String tenantWithABudget() throws Exception {
    var files = new ObjectMapper().createObjectNode();
    files.putObject("files").put("tenant.yaml", PACK);
    json(node.put("/v1/operator/tenants/corner-shop", operatorKey, files.toString()));
    return json(node.post(TwoTenants.keys("corner-shop"), operatorKey, "{}"))
        .path("secret")
        .asText();
  }

  private static void useUp(String key) {
    HttpResponse<String> answer;
    int calls = 0;
    do {
      answer = node.post("/v1/completions", key, SMALLEST);
      calls++;
    } while (answer.statusCode() == 200 && calls < 300);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(calls).as("calls until the budget is used up").isBetween(2, 299);
  }

  private static List<Operation> spending() {
    return CONTRACT.operations().stream()
        .filter(
            operation ->
                ContractCall.at(DOCUMENT, operation).path("x-atrium-spends").asBoolean(false))
        .toList();
  }

  private static Optional<String> key(Operation operation) {
    return switch (operation.access()) {
      case PUBLIC -> Optional.empty();
      case TENANT -> Optional.of(node.key(TwoTenants.BANK));
      case OPERATOR -> Optional.of(operatorKey);
    };
  }

  private static HttpResponse<String> call(Operation operation, Optional<String> key) {
    return ContractCall.send(node, DOCUMENT, operation, key, SpendingRoutesTest::named);
  }

  /** The operator's routes are asked of what is not there. */
  private static String named(String name) {
    return switch (name) {
      case "Idempotency-Key" -> UUID.randomUUID().toString();
      case "tenant", "plugin" -> "nobody";
      default -> TwoTenants.ofTheBank(name);
    };
  }

  /** Prompt and generated tokens of all models so far. */
  private static double computed() {
    var lines =
        Pattern.compile("(?m)^inference_(?:prompt|generated)_tokens_total\\{[^}]*} ([0-9.E]+)$")
            .matcher(node.get("/metrics", "").body());
    double sum = 0;
    while (lines.find()) {
      sum += Double.parseDouble(lines.group(1));
    }
    return sum;
  }
}
