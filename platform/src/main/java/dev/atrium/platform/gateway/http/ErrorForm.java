package dev.atrium.platform.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;

/** The two forms in which errors are told. */
public enum ErrorForm {
  /** OpenAI's error object. */
  OPENAI("application/json") {
    @Override
    public Object body(Failure failure, String requestId) {
      return new OpenAiError(
          new OpenAiError.Detail(
              failure.message(),
              openAiType(failure),
              Optional.of(failure.parameter()).filter(path -> !path.isEmpty()),
              failure.code()));
    }
  },
  /** An RFC 9457 problem. */
  PROBLEM("application/problem+json") {
    @Override
    public Object body(Failure failure, String requestId) {
      return new Problem(
          "urn:atrium:problem:" + failure.code(),
          HttpResponseStatus.valueOf(failure.status()).reasonPhrase(),
          failure.status(),
          failure.message(),
          failure.code(),
          requestId,
          failure.violations().stream()
              .map(violation -> new Problem.Mistake(violation.path(), violation.message()))
              .toList());
    }
  };

  private static final String QUOTA = "insufficient_quota";
  private static final List<String> OWN_ROUTES =
      List.of(
          "/v1/scenarios",
          "/v1/usage",
          "/v1/me",
          "/v1/catalogue",
          "/v1/safety",
          "/v1/identity",
          "/v1/keys",
          "/v1/adapters",
          "/v1/webhooks",
          "/v1/operator");

  private final String contentType;

  ErrorForm(String contentType) {
    this.contentType = contentType;
  }

  /** OpenAI's form below {@code /v1/}, but on the platform's own routes. */
  public static ErrorForm of(String path) {
    boolean own =
        OWN_ROUTES.stream().anyMatch(route -> path.equals(route) || path.startsWith(route + "/"));
    return path.startsWith("/v1/") && !own ? OPENAI : PROBLEM;
  }

  public abstract Object body(Failure failure, String requestId);

  public String contentType() {
    return contentType;
  }

  private static String openAiType(Failure failure) {
    return switch (failure.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> failure.code().equals(QUOTA) ? QUOTA : "rate_limit_error";
      default -> failure.status() < 500 ? "invalid_request_error" : "server_error";
    };
  }

  record OpenAiError(Detail error) {
    record Detail(String message, String type, Optional<String> param, String code) {}
  }

  record Problem(
      String type,
      String title,
      int status,
      String detail,
      String code,
      String requestId,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mistake> errors) {
    record Mistake(String path, String message) {}
  }
}
