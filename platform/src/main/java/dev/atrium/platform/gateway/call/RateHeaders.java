package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.Admitted;
import dev.atrium.platform.calls.Admitted.Limit;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;

/** Tells a client its limits in the headers that OpenAI's clients read. */
final class RateHeaders {
  private RateHeaders() {}

  /** Writes the tightest limit of each measure, unless the head is on its way already. */
  static void write(HttpServerResponse response, Admitted admitted) {
    if (!response.headWritten()) {
      admitted.limits().forEach(limit -> write(response, limit));
    }
  }

  private static void write(HttpServerResponse response, Limit limit) {
    var left = Duration.between(Instant.now(), limit.resetsAt());
    response
        .putHeader("x-ratelimit-limit-" + limit.measure(), Long.toString(limit.most()))
        .putHeader("x-ratelimit-remaining-" + limit.measure(), Long.toString(limit.remaining()))
        .putHeader("x-ratelimit-reset-" + limit.measure(), duration(left));
  }

  /** As OpenAI writes it: {@code 6m0s}, {@code 1.5s}, {@code 20ms}. */
  static String duration(Duration left) {
    long millis = Math.max(0, left.toMillis());
    if (millis < 1000) {
      return millis + "ms";
    }
    long seconds = (millis + 999) / 1000;
    long minutes = seconds / 60;
    long hours = minutes / 60;
    var text = new StringBuilder();
    if (hours > 0) {
      text.append(hours).append('h');
    }
    if (minutes > 0) {
      text.append(minutes % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }
}
