package dev.atrium.platform.gateway;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.contract.Parameter;
import dev.atrium.platform.gateway.contract.Violation;
import dev.atrium.platform.gateway.http.BodyReader;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.ErrorWriter;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.MediaTypes;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.gateway.http.StrictJson;
import dev.atrium.platform.tenancy.Authenticator;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The way of every request to its endpoint: key, tenant, parameters, body. */
final class Admission {
  private static final String SCHEME = "bearer ";
  private static final int LONGEST_KEY = 8 << 10;

  private final Authenticator keys;
  private final TenantHost tenants;
  private final BodyReader bodies;

  Admission(Authenticator keys, TenantHost tenants, BodyReader bodies) {
    this.keys = keys;
    this.tenants = tenants;
    this.bodies = bodies;
  }

  /** Lets the endpoint answer what the contract allows and answers the rest itself. */
  void admit(RoutingContext web, Operation operation, Endpoint endpoint) {
    var exchange = new Exchange(web, operation);
    web.request().pause();
    onOwnContext(web.vertx(), authenticate(exchange))
        .compose(known -> checkHead(exchange))
        .compose(fine -> receiveBody(exchange))
        .compose(valid -> endpoint.answer(exchange))
        .onFailure(failure -> ErrorWriter.write(web, failure));
  }

  /** Answers of others may come on their contexts; an exchange is used on its own alone. */
  private static Future<Void> onOwnContext(Vertx vertx, Future<Void> future) {
    if (future.isComplete()) {
      return future;
    }
    var own = vertx.getOrCreateContext();
    return Future.future(
        promise -> future.onComplete(end -> own.runOnContext(back -> promise.handle(end))));
  }

  private Future<Void> authenticate(Exchange exchange) {
    if (exchange.operation().access() == Operation.Access.PUBLIC) {
      return Future.succeededFuture();
    }
    return bearer(exchange)
        .map(key -> enter(exchange, key))
        .orElseGet(() -> Future.failedFuture(missingKey()));
  }

  private Future<Void> enter(Exchange exchange, String key) {
    return exchange.operation().access() == Operation.Access.OPERATOR
        ? keys.authenticateOperator(key).onSuccess(exchange::authenticated).mapEmpty()
        : keys.authenticate(key).compose(principal -> enter(exchange, principal));
  }

  private Future<Void> enter(Exchange exchange, Principal principal) {
    var refusal = refusal(exchange.operation(), principal);
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    exchange.authenticated(principal);
    return tenants.ensure(principal.tenant());
  }

  /** A key is held to its scopes, a token to its role. */
  private static Optional<AtriumException> refusal(Operation operation, Principal principal) {
    if (!principal.scopes().isEmpty()) {
      return operation
          .scope()
          .filter(needed -> !principal.holds(needed))
          .map(Admission::insufficientScope);
    }
    return operation.roles().contains(principal.role().word())
        ? Optional.empty()
        : Optional.of(forbidden());
  }

  private static Optional<String> bearer(Exchange exchange) {
    return Optional.ofNullable(exchange.request().getHeader("authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(key -> !key.isEmpty() && key.length() <= LONGEST_KEY);
  }

  /** Says the same of every route, and nothing of what is there. */
  private static AtriumException forbidden() {
    return AtriumException.caller("forbidden", "Your role does not allow this.");
  }

  private static AtriumException insufficientScope(Scope needed) {
    return AtriumException.caller(
        "insufficient_scope",
        "This takes an API key with the scope '%s'.".formatted(needed.word()));
  }

  private static AtriumException missingKey() {
    return AtriumException.caller(
        "missing_api_key", "Send your API key: 'Authorization: Bearer <key>'.");
  }

  private static Future<Void> checkHead(Exchange exchange) {
    var unacceptable = MediaTypes.unacceptable(exchange.request());
    var violations = violations(exchange);
    if (unacceptable.isPresent()) {
      return Future.failedFuture(unacceptable.get());
    }
    return violations.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(Refusal.of(violations));
  }

  private static List<Violation> violations(Exchange exchange) {
    var found = new ArrayList<Violation>();
    for (var parameter : exchange.operation().parameters()) {
      exchange
          .value(parameter.name(), parameter.place())
          .flatMap(parameter::check)
          .ifPresent(found::add);
    }
    found.addAll(strangeQueries(exchange));
    return found;
  }

  private static List<Violation> strangeQueries(Exchange exchange) {
    if (exchange.request().query() == null) {
      return List.of();
    }
    Set<String> known =
        exchange.operation().parameters().stream()
            .filter(parameter -> parameter.place() == Parameter.Place.QUERY)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    var queries = exchange.web().queryParams();
    var found = new ArrayList<Violation>();
    for (var name : queries.names()) {
      if (!known.contains(name)) {
        found.add(Violation.unknown(name));
      } else if (queries.getAll(name).size() > 1) {
        found.add(new Violation(name, "repeated_parameter", "'" + name + "' stands twice."));
      }
    }
    return found;
  }

  private Future<Void> receiveBody(Exchange exchange) {
    if (exchange.operation().upload()) {
      return Future.succeededFuture();
    }
    if (exchange.operation().body().isEmpty()) {
      exchange.request().resume();
      return Future.succeededFuture();
    }
    return bodies.read(exchange.request()).compose(body -> check(exchange, body));
  }

  private static Future<Void> check(Exchange exchange, Buffer body) {
    var json = StrictJson.parse(body);
    var violations = exchange.operation().check(json);
    exchange.received(json, body);
    return violations.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(Refusal.of(violations));
  }
}
