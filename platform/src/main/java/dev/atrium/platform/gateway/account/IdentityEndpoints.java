package dev.atrium.platform.gateway.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.IdentityMessages.DropProvider;
import dev.atrium.platform.calls.IdentityMessages.Provider;
import dev.atrium.platform.calls.IdentityMessages.ProviderQuestion;
import dev.atrium.platform.calls.IdentityMessages.Providers;
import dev.atrium.platform.calls.IdentityMessages.PutProvider;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code /v1/identity/provider}: whose tokens the tenant trusts. */
public final class IdentityEndpoints {
  private final CallDesk desk;

  public IdentityEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  record ProviderReply(Optional<Shown> provider) {
    record Shown(String issuer, String audience, Optional<String> jwksUri, String roleClaim) {}

    static ProviderReply of(Providers found) {
      return new ProviderReply(
          found
              .provider()
              .map(
                  each ->
                      new Shown(each.issuer(), each.audience(), each.jwksUri(), each.roleClaim())));
    }
  }

  public Future<Void> get(Exchange exchange) {
    return tell(exchange, new ProviderQuestion(exchange.principal().tenant()));
  }

  public Future<Void> put(Exchange exchange) {
    var body = exchange.json();
    var provider =
        new Provider(
            body.get("issuer").textValue(),
            body.get("audience").textValue(),
            Optional.of(body.path("jwks")).filter(JsonNode::isObject).map(JsonNode::toString),
            Optional.of(body.path("jwksUri")).filter(JsonNode::isTextual).map(JsonNode::asText),
            body.path("roleClaim").asText("role"));
    return tell(exchange, new PutProvider(exchange.principal().tenant(), provider));
  }

  public Future<Void> drop(Exchange exchange) {
    return tell(exchange, new DropProvider(exchange.principal().tenant()));
  }

  private Future<Void> tell(Exchange exchange, Record message) {
    return desk.mesh()
        .ask(Addresses.IDENTITY, message, Providers.class)
        .compose(found -> exchange.answer(ProviderReply.of(found)));
  }
}
