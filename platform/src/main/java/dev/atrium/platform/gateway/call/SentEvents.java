package dev.atrium.platform.gateway.call;

import dev.atrium.platform.gateway.http.Json;
import io.vertx.core.buffer.Buffer;

/** Writes server-sent events. */
public final class SentEvents {
  private SentEvents() {}

  /** An event without a name whose data is a record. */
  public static Buffer data(Object data) {
    return Buffer.buffer("data: ").appendBuffer(Json.write(data)).appendString("\n\n");
  }

  public static Buffer named(String name, Object data) {
    return Buffer.buffer("event: " + name + "\n").appendBuffer(data(data));
  }
}
