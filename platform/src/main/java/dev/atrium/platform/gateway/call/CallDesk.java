package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.gateway.http.EventStream;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Where exchanges turn into calls.
 *
 * @param deadline of a call, from its arrival
 * @param readers how much a slow reader may hold up
 */
public record CallDesk(Mesh mesh, Duration deadline, EventStream.Limits readers) {
  /** The tenant ends a late call itself and tells what it took; the gateway waits longer. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /** The terms of the call that an exchange makes; the call is named as the exchange. */
  public CallContext context(Exchange exchange, Optional<String> endUser) {
    var idempotencyKey = exchange.header("Idempotency-Key");
    return new CallContext(
        exchange.principal().tenant(),
        exchange.id(),
        exchange.principal().keyId(),
        exchange.principal().endUser().or(() -> endUser),
        idempotencyKey,
        idempotencyKey.isPresent() ? exchange.fingerprint() : "",
        exchange.bodySize(),
        deadline);
  }

  /** Asks the exchange's tenant something that has one answer. */
  public <R extends Record> Future<R> ask(Exchange exchange, Record question, Class<R> answer) {
    return mesh.ask(Addresses.tenant(exchange.principal().tenant().value()), question, answer);
  }
}
