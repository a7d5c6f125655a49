package dev.atrium.platform.tenancy;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;

/** Tells whom an API key speaks for. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Fails with the caller's failure {@code invalid_api_key} if the key is unknown or revoked.
   *
   * @param bearer the key as the client sent it, at most a few hundred characters
   */
  Future<Principal> authenticate(String bearer);

  /**
   * Tells whether a key is the operator's, for the routes that cross tenants. Fails with {@code
   * invalid_api_key}, or with {@code operator_key_needed} if the key is a tenant's.
   */
  default Future<Operator> authenticateOperator(String bearer) {
    return Future.failedFuture(
        AtriumException.caller(
            "operator_key_needed", "This route takes the operator's key; there is none here."));
  }
}
