package dev.atrium.platform.gateway.http;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.contract.Violation;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A failure as HTTP tells it.
 *
 * @param retryAfter zero if unknown
 * @param violations what was wrong with the request, if that is known by field
 */
public record Failure(
    int status, String code, String message, Duration retryAfter, List<Violation> violations) {
  /** The fields that those who refuse a call mean; they know nothing of HTTP. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "model_not_found", "model",
          "context_length_exceeded", "messages",
          "input_too_long", "input",
          "dimensions_too_many", "dimensions",
          "model_unfit", "model",
          "messages_refused", "messages");

  private static final String BUG_MESSAGE =
      "Something went wrong inside Atrium. The operator finds it in the log by the request's id.";

  public Failure {
    violations = List.copyOf(violations);
  }

  /** What a failure is to the client; a bug's own message stays inside. */
  public static Failure of(Throwable cause) {
    return switch (cause) {
      case Refusal refusal ->
          new Failure(
              refusal.status(),
              refusal.code(),
              String.valueOf(refusal.getMessage()),
              Duration.ZERO,
              refusal.violations());
      case HttpException http when http.getStatusCode() < 500 ->
          new Failure(
              http.getStatusCode(),
              "bad_request",
              "The request line or a header is malformed.",
              Duration.ZERO,
              List.of());
      default -> of(AtriumException.from(cause));
    };
  }

  private static Failure of(AtriumException failure) {
    if (failure.kind() == AtriumException.Kind.BUG) {
      return new Failure(500, "internal_error", BUG_MESSAGE, Duration.ZERO, List.of());
    }
    return new Failure(
        StatusTable.status(failure),
        failure.code(),
        failure.getMessage(),
        failure.retryAfter(),
        List.of());
  }

  /** The first field that was wrong, or an empty string. */
  String parameter() {
    return violations.isEmpty() ? FIELDS.getOrDefault(code, "") : violations.getFirst().path();
  }
}
