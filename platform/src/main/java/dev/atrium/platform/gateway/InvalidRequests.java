package dev.atrium.platform.gateway;

import dev.atrium.platform.gateway.http.ErrorForm;
import dev.atrium.platform.gateway.http.Failure;
import dev.atrium.platform.gateway.http.Json;
import dev.atrium.platform.gateway.http.Refusal;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** Answers what is not even HTTP, and closes its connection. */
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    var failure = Failure.of(refusal(request.decoderResult().cause()));
    var id = UUID.randomUUID().toString();
    request
        .response()
        .setStatusCode(failure.status())
        .putHeader("content-type", ErrorForm.PROBLEM.contentType())
        .putHeader("x-request-id", id)
        .putHeader("connection", "close")
        .end(Json.write(ErrorForm.PROBLEM.body(failure, id)))
        .eventually(() -> request.connection().close());
  }

  private static Refusal refusal(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          new Refusal(414, "uri_too_long", "The request line is too long.");
      case TooLongHttpHeaderException header ->
          new Refusal(431, "headers_too_large", "The request's headers are too large.");
      default -> new Refusal(400, "bad_request", "This is not a valid HTTP request.");
    };
  }
}
