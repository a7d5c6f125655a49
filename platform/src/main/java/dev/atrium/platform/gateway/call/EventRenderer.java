package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.http.Failure;
import io.vertx.core.buffer.Buffer;

/** Writes one call's events as server-sent events. An empty buffer says nothing. */
public interface EventRenderer {
  Buffer event(CallEvent event);

  /** The last events of a call that went well. */
  Buffer completion(CallResult result);

  /** The last event of a call that failed after its first event. */
  Buffer failure(Failure failure);
}
