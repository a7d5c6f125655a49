package dev.atrium.platform.gateway.http;

import dev.atrium.platform.failure.AtriumException;
import java.util.Map;

/** The one table from kinds and codes of failures to HTTP status codes. */
final class StatusTable {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BUG = 500;
  private static final int UNAVAILABLE = 503;

  private static final Map<String, Integer> CALLER =
      Map.ofEntries(
          Map.entry("missing_api_key", 401),
          Map.entry("invalid_api_key", 401),
          Map.entry("forbidden", 403),
          Map.entry("tenant_suspended", 403),
          Map.entry("cancelled", 499),
          Map.entry("duplicate_call", 409),
          Map.entry("duplicate_idempotency_key", 409),
          Map.entry("idempotency_key_reused", 409),
          Map.entry("conversation_busy", 409),
          Map.entry("unprocessable", 422));

  private static final Map<String, Integer> CAPACITY =
      Map.of("deadline_exceeded", 504, "stopping", UNAVAILABLE, "budget_exhausted", 429);

  private static final Map<String, Integer> OUTSIDE =
      Map.of("remote_model_failed", 502, "plugin_failed", 502);

  private StatusTable() {}

  static int status(AtriumException failure) {
    return switch (failure.kind()) {
      case CALLER -> caller(failure.code());
      case CAPACITY -> CAPACITY.getOrDefault(failure.code(), TOO_MANY_REQUESTS);
      case OUTSIDE -> OUTSIDE.getOrDefault(failure.code(), UNAVAILABLE);
      case BUG -> BUG;
    };
  }

  private static int caller(String code) {
    return CALLER.getOrDefault(code, code.endsWith("_not_found") ? NOT_FOUND : BAD_REQUEST);
  }
}
