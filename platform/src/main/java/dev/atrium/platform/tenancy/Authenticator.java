package dev.atrium.platform.tenancy;

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
}
