package dev.atrium.platform.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads the body of a paused request, of bounded size and in bounded time. */
public final class BodyReader {
  private static final String JSON = "application/json";

  private final Vertx vertx;
  private final int limit;
  private final Duration patience;

  /**
   * @param limit in bytes
   * @param patience from the head of the request to the last byte of its body
   */
  public BodyReader(Vertx vertx, int limit, Duration patience) {
    this.vertx = vertx;
    this.limit = limit;
    this.patience = patience;
  }

  /** Fails with a {@link Refusal} if the body is no JSON, too large or too late. */
  public Future<Buffer> read(HttpServerRequest request) {
    return wrongType(request)
        .or(() -> tooLong(request))
        .map(Future::<Buffer>failedFuture)
        .orElseGet(() -> receive(request));
  }

  private Future<Buffer> receive(HttpServerRequest request) {
    var whole = Promise.<Buffer>promise();
    var body = Buffer.buffer();
    request.handler(part -> append(whole, body, part));
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(body));
    if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      request.response().writeContinue();
    }
    request.resume();
    if (!whole.future().isComplete()) {
      var timer = vertx.setTimer(patience.toMillis(), late -> whole.tryFail(tooLate()));
      whole.future().onComplete(ended -> vertx.cancelTimer(timer));
    }
    return whole.future().onComplete(ended -> discardRest(request));
  }

  private void append(Promise<Buffer> whole, Buffer body, Buffer part) {
    if (body.length() + part.length() > limit) {
      whole.tryFail(tooLarge());
    } else if (!whole.future().isComplete()) {
      body.appendBuffer(part);
    }
  }

  private static void discardRest(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(discarded -> {});
    }
  }

  private static Optional<Refusal> wrongType(HttpServerRequest request) {
    if (request.getHeader("content-encoding") != null) {
      return Optional.of(
          new Refusal(
              415, "unsupported_encoding", "Send the body as it is, without a Content-Encoding."));
    }
    var type = Optional.ofNullable(request.getHeader("content-type")).orElse("");
    if (type.equals(JSON)) {
      return Optional.empty();
    }
    var parts = type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "").split(";", 2);
    boolean json = parts[0].equals(JSON);
    boolean utf8 = parts.length < 2 || parts[1].isEmpty() || parts[1].equals("charset=utf-8");
    return json && utf8
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                415,
                "unsupported_media_type",
                "Send the body with 'Content-Type: application/json', in UTF-8."));
  }

  private Optional<Refusal> tooLong(HttpServerRequest request) {
    var length = Optional.ofNullable(request.getHeader("content-length")).orElse("0");
    boolean fits = length.length() <= 10 && Long.parseLong(length) <= limit;
    return fits ? Optional.empty() : Optional.of(tooLarge());
  }

  private Refusal tooLarge() {
    return new Refusal(413, "body_too_large", "The body is larger than %d bytes.".formatted(limit));
  }

  private Refusal tooLate() {
    return new Refusal(
        408,
        "body_too_slow",
        "The body did not arrive within %d seconds.".formatted(patience.toSeconds()));
  }
}
