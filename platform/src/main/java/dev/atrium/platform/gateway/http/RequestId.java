package dev.atrium.platform.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** The name of a request, made here, never taken from the client. */
public final class RequestId {
  private static final String KEY = "atrium.request-id";
  private static final String HEADER = "x-request-id";

  private RequestId() {}

  /** The request's name; given at the first call and told to the client. */
  public static String of(RoutingContext web) {
    return Optional.ofNullable(web.<String>get(KEY)).orElseGet(() -> assign(web));
  }

  private static String assign(RoutingContext web) {
    var id = UUID.randomUUID().toString();
    web.put(KEY, id);
    if (!web.response().headWritten()) {
      web.response().putHeader(HEADER, id);
    }
    return id;
  }
}
