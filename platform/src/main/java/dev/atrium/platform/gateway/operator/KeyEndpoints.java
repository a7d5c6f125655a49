package dev.atrium.platform.gateway.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.administration.KeyAdministration;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.IssuedKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v1/operator/tenants/{tenant}/keys}; the tenant {@code operator} stands for the operator.
 */
final class KeyEndpoints {
  private static final String OPERATOR = "operator";
  private static final long DEFAULT_GRACE_SECONDS = 3600;

  private final OperatorEndpoints operator;

  KeyEndpoints(OperatorEndpoints operator) {
    this.operator = operator;
  }

  record KeyRequest(Optional<String> name, Optional<String> expires) {}

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
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked) {}

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
                                        key.created(),
                                        key.expires(),
                                        key.revoked()))
                            .toList())));
  }

  Future<Void> issue(Exchange exchange) {
    var request = exchange.body(KeyRequest.class);
    var expires = request.expires().map(text -> OffsetDateTime.parse(text).toInstant());
    return keys()
        .issue(exchange.operator(), owner(exchange), request.name().orElse(""), expires)
        .compose(key -> exchange.answer(Issued.of(key)));
  }

  Future<Void> revoke(Exchange exchange) {
    var key = exchange.pathParameter("key");
    var now = Instant.now();
    return keys()
        .revoke(exchange.operator(), owner(exchange), key, now)
        .compose(done -> exchange.answer(new Revoked(key, now)));
  }

  Future<Void> rotate(Exchange exchange) {
    long grace = exchange.body(RotateRequest.class).graceSeconds().orElse(DEFAULT_GRACE_SECONDS);
    return keys()
        .rotate(
            exchange.operator(),
            owner(exchange),
            exchange.pathParameter("key"),
            Instant.now().plusSeconds(grace))
        .compose(key -> exchange.answer(Issued.of(key)));
  }

  private KeyAdministration keys() {
    return operator.services().keys();
  }

  private static Optional<TenantId> owner(Exchange exchange) {
    var name = exchange.pathParameter("tenant");
    return name.equals(OPERATOR) ? Optional.empty() : Optional.of(new TenantId(name));
  }
}
