package dev.atrium.platform.gateway;

import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.http.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/** {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /openapi.json}. */
final class OperationsEndpoints {
  private final Vertx vertx;
  private final GatewayParts parts;
  private final Contract contract;

  OperationsEndpoints(Vertx vertx, GatewayParts parts, Contract contract) {
    this.vertx = vertx;
    this.parts = parts;
    this.contract = contract;
  }

  record Health(String status, List<Reason> reasons) {
    record Reason(String part, String reason) {}

    static Health of(List<Reason> reasons) {
      return new Health(reasons.isEmpty() ? "green" : "red", reasons);
    }
  }

  Future<Void> live(Exchange exchange) {
    return exchange.answer(Health.of(List.of()));
  }

  Future<Void> ready(Exchange exchange) {
    var reasons = parts.health().stream().flatMap(OperationsEndpoints::reason).toList();
    exchange.response().setStatusCode(reasons.isEmpty() ? 200 : 503);
    return exchange.answer(Health.of(reasons));
  }

  Future<Void> metrics(Exchange exchange) {
    return vertx
        .executeBlocking(parts.metrics()::get)
        .compose(
            text ->
                exchange
                    .response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
  }

  Future<Void> contract(Exchange exchange) {
    return exchange.response().putHeader("content-type", "application/json").end(contract.json());
  }

  private static Stream<Health.Reason> reason(HealthCheck check) {
    return check.problem().get().map(text -> new Health.Reason(check.part(), text)).stream();
  }
}
