package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.MeteringMessages.FirstUse;
import dev.atrium.platform.metering.MeteringMessages.KeyUse;
import dev.atrium.platform.metering.MeteringMessages.KeyUseOf;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A tenant's idempotency keys: who has one first has it for good. Used on one context. */
final class IdempotencyKeys {
  private final Mesh mesh;
  private final Map<String, FirstUse> running = new HashMap<>();

  IdempotencyKeys(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Takes a call's key, before the call costs anything; fails if another call has it. */
  Future<Void> claim(CallContext context) {
    var key = context.idempotencyKey();
    if (key.isEmpty()) {
      return Future.succeededFuture();
    }
    var other = running.putIfAbsent(key.get(), use(context));
    if (other != null) {
      return Future.failedFuture(taken(context, other, "a call that is still running"));
    }
    return mesh.ask(Addresses.METERING, new KeyUseOf(context.tenant(), key.get()), KeyUse.class)
        .compose(use -> unused(context, use.first()))
        .onFailure(refused -> release(context));
  }

  /** Forgets a call's key; the ledger knows it from now on, or nobody. */
  void release(CallContext context) {
    context.idempotencyKey().ifPresent(key -> running.remove(key, use(context)));
  }

  private static FirstUse use(CallContext context) {
    return new FirstUse(context.callId(), context.fingerprint());
  }

  private static Future<Void> unused(CallContext context, Optional<FirstUse> first) {
    return first
        .<Future<Void>>map(
            use -> Future.failedFuture(taken(context, use, "the call " + use.callId())))
        .orElseGet(Future::succeededFuture);
  }

  private static AtriumException taken(CallContext context, FirstUse first, String by) {
    boolean same =
        first.fingerprint().isEmpty() || first.fingerprint().equals(context.fingerprint());
    return same
        ? AtriumException.caller(
            "idempotency_key_used",
            "This very request was made before, by %s; it is not made twice.".formatted(by))
        : AtriumException.caller(
            "idempotency_key_reused",
            ("This Idempotency-Key was used for another request, by %s. Use a new key for a new"
                    + " request.")
                .formatted(by));
  }
}
