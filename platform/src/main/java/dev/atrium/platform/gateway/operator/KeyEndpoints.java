package dev.atrium.platform.gateway.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.administration.KeyAdministration;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.tenancy.Scope;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.IssuedKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /v1/operator/tenants/{tenant}/keys}, where the tenant {@code operator} stands for the
 * operator, and {@code /v1/keys}, a tenant's own.
 */
final class KeyEndpoints {
  private static final String OPERATOR = "operator";
  private static final long DEFAULT_GRACE_SECONDS = 3600;

  private final OperatorEndpoints operator;

  KeyEndpoints(OperatorEndpoints operator) {
    this.operator = operator;
  }

  record KeyRequest(Optional<String> name, Optional<String> expires, Optional<Set<String>> scopes) {
    ApiKeys.Grant grant() {
      Set<Scope> known =
          scopes.orElse(Set.of(Scope.ADMIN.word())).stream()
              .flatMap(word -> Scope.of(word).stream())
              .collect(Collectors.toSet());
      return new ApiKeys.Grant(
          name.orElse(""), known, expires.map(text -> OffsetDateTime.parse(text).toInstant()));
    }
  }

  record RotateRequest(Optional<Long> graceSeconds) {}

  record Issued(String id, String tenant, String secret) {
    static Issued of(IssuedKey key) {
      return new Issued(
          key.keyId(), key.tenant().map(TenantId::value).orElse(OPERATOR), key.secret());
    }
  }

  record Revoked(String id, Instant ends) {}

  record KeyList(List<Key> keys) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Key(
      String id,
      String name,
      List<String> scopes,
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked,
      Optional<String> successor) {}

  Future<Void> list(Exchange exchange) {
    return keys()
        .list(owner(exchange))
        .compose(
            all ->
                exchange.answer(
                    new KeyList(
                        all.stream()
                            .map(
                                key ->
                                    new Key(
                                        key.id(),
                                        key.name(),
                                        key.scopes(),
                                        key.created(),
                                        key.expires(),
                                        key.revoked(),
                                        key.successor()))
                            .toList())));
  }

  Future<Void> issue(Exchange exchange) {
    return keys()
        .issue(actor(exchange), owner(exchange), exchange.body(KeyRequest.class).grant())
        .compose(key -> exchange.answer(Issued.of(key)));
  }

  Future<Void> revoke(Exchange exchange) {
    var key = exchange.pathParameter("key");
    var now = Instant.now();
    return keys()
        .revoke(actor(exchange), owner(exchange), key, now)
        .compose(done -> exchange.answer(new Revoked(key, now)));
  }

  Future<Void> rotate(Exchange exchange) {
    long grace = exchange.body(RotateRequest.class).graceSeconds().orElse(DEFAULT_GRACE_SECONDS);
    return keys()
        .rotate(
            actor(exchange),
            owner(exchange),
            exchange.pathParameter("key"),
            Instant.now().plusSeconds(grace))
        .compose(key -> exchange.answer(Issued.of(key)));
  }

  private KeyAdministration keys() {
    return operator.services().keys();
  }

  /** The key that was used. */
  private static String actor(Exchange exchange) {
    return ofTenant(exchange) ? exchange.principal().keyId() : exchange.operator();
  }

  private static boolean ofTenant(Exchange exchange) {
    return exchange.operation().access() == Operation.Access.TENANT;
  }

  private static Optional<TenantId> owner(Exchange exchange) {
    if (ofTenant(exchange)) {
      return Optional.of(exchange.principal().tenant());
    }
    var name = exchange.pathParameter("tenant");
    return name.equals(OPERATOR) ? Optional.empty() : Optional.of(new TenantId(name));
  }
}
