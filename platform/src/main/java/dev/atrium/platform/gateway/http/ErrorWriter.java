package dev.atrium.platform.gateway.http;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request with its failure, in the form of its route. */
public final class ErrorWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorWriter.class);
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final long BUG = 500;

  private ErrorWriter() {}

  /** Answers; a response that has already begun is cut off. */
  public static void write(RoutingContext web, Throwable cause) {
    var failure = Failure.of(cause);
    if (failure.status() == BUG) {
      log(RequestId.of(web), cause);
    }
    if (!web.response().headWritten()) {
      answer(web, failure);
    } else if (!web.response().ended()) {
      web.response().reset();
    }
  }

  /** A failure that an actor answered was logged there with its stack trace. */
  private static void log(String requestId, Throwable cause) {
    if (cause instanceof HttpClosedException) {
      LOG.debug("Request {}: the client left", requestId);
    } else if (cause instanceof AtriumException told && told.getCause() == null) {
      LOG.error("Request {} failed: {}", requestId, told.code());
    } else {
      LOG.error("Request {} failed", requestId, cause);
    }
  }

  private static void answer(RoutingContext web, Failure failure) {
    var form = ErrorForm.of(web.request().path());
    var response = web.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(failure.status()).putHeader("content-type", form.contentType());
    addRetryAfter(response, failure);
    if (failure.status() == 401) {
      response.putHeader("www-authenticate", "Bearer");
    }
    response.end(Json.write(form.body(failure, RequestId.of(web))));
    discardRest(web);
  }

  private static void addRetryAfter(HttpServerResponse response, Failure failure) {
    long seconds = (failure.retryAfter().toMillis() + 999) / 1000;
    if (seconds > 0 || failure.status() == 429 || failure.status() == 503) {
      response.putHeader("retry-after", Long.toString(Math.max(1, seconds)));
    }
  }

  /** Lets the client read the answer before a connection whose body nobody wants is closed. */
  private static void discardRest(RoutingContext web) {
    var request = web.request();
    if (request.isEnded()) {
      return;
    }
    var timer = web.vertx().setTimer(LINGER.toMillis(), late -> request.connection().close());
    request.endHandler(end -> web.vertx().cancelTimer(timer));
    request.resume();
  }
}
