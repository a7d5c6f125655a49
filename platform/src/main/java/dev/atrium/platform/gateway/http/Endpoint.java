package dev.atrium.platform.gateway.http;

import io.vertx.core.Future;

/** Answers an authenticated, validated request. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Completes when the exchange is answered; a failure is answered by the caller.
   *
   * @param exchange its body and parameters conform to the contract
   */
  Future<Void> answer(Exchange exchange);
}
