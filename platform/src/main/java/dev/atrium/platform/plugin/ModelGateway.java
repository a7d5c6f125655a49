package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.StreamCall;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** The way from a plugin's turn to a tenant's model. */
@FunctionalInterface
public interface ModelGateway {
  /**
   * Begins to generate. Called on the host's context; {@code sink} takes the pieces there, in
   * order, all before the call is done. A cancelled call still ends with what it took.
   */
  StreamCall<ModelAnswer> generate(ModelRequest request, Consumer<CallEvent.TextDelta> sink);

  /**
   * Has texts read. Called on the host's context. A cancelled call still ends with what it took.
   */
  default StreamCall<Reading> read(ReadingRequest request) {
    var refusal =
        AtriumException.outside("model_unfit", "There is no model here that reads texts.");
    return new StreamCall<>(Future.failedFuture(refusal), reason -> {});
  }
}
