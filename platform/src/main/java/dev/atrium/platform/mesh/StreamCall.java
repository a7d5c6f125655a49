package dev.atrium.platform.mesh;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A streamed call on its way.
 *
 * @param done the call's last answer, or its failure
 * @param canceller takes the reason; idempotent
 */
public record StreamCall<R>(Future<R> done, Consumer<String> canceller) {
  /** Asks the other side to stop; {@link #done} still completes with what it had. */
  public void cancel(String reason) {
    canceller.accept(reason);
  }
}
