package dev.atrium.platform.gateway.http;

import dev.atrium.platform.failure.AtriumException;
import java.util.Map;

/** The one table from kinds and codes of failures to HTTP status codes. */
final class StatusTable {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  /** As nginx logs it; nobody reads it. */
  private static final int CLIENT_GONE = 499;

  private static final int BUG = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_LATE = 504;

  private static final Map<String, Integer> CALLER =
      Map.ofEntries(
          Map.entry("missing_api_key", 401),
          Map.entry("invalid_api_key", 401),
          Map.entry("invalid_token", 401),
          Map.entry("provider_taken", CONFLICT),
          Map.entry("forbidden", 403),
          Map.entry("insufficient_scope", 403),
          Map.entry("key_rotated", CONFLICT),
          Map.entry("too_many_webhooks", CONFLICT),
          Map.entry("operator_key_needed", 403),
          Map.entry("tenant_suspended", 403),
          Map.entry("tenant_active", CONFLICT),
          Map.entry("conversation_taken", CONFLICT),
          Map.entry("idempotency_key_used", CONFLICT),
          Map.entry("idempotency_key_reused", CONFLICT),
          Map.entry("plugin_exists", CONFLICT),
          Map.entry("plugin_needed", CONFLICT),
          Map.entry("call_aborted", CLIENT_GONE));

  private static final Map<String, Integer> CAPACITY =
      Map.of(
          "conversation_busy", CONFLICT,
          "deadline_exceeded", TOO_LATE,
          "turn_expired", TOO_LATE,
          "stopping", UNAVAILABLE,
          "model_stopping", UNAVAILABLE,
          "model_stuck", UNAVAILABLE,
          "ledger_backlog", UNAVAILABLE,
          "metering_unavailable", UNAVAILABLE,
          "database_conflict", UNAVAILABLE);

  /** A plugin stands behind the gateway as another server would. */
  private static final Map<String, Integer> OUTSIDE =
      Map.of(
          "plugin_failed", BAD_GATEWAY,
          "remote_model_failed", BAD_GATEWAY,
          "scenario_refused", BAD_GATEWAY,
          "turn_interrupted", BAD_GATEWAY,
          "turn_limit_exceeded", BAD_GATEWAY,
          "answer_too_long", BAD_GATEWAY,
          "too_many_outcomes", BAD_GATEWAY,
          "model_tokens_exceeded", BAD_GATEWAY,
          "state_too_large", BAD_GATEWAY);

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
