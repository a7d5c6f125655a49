package dev.atrium.platform.gateway.http;

import dev.atrium.platform.gateway.contract.Violation;
import java.util.List;

/** A request that HTTP or the contract forbids. Carries no stack trace. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<Violation> violations;

  public Refusal(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  private Refusal(int status, String code, String message, List<Violation> violations) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.violations = List.copyOf(violations);
  }

  /**
   * @param violations at least one
   */
  public static Refusal of(List<Violation> violations) {
    var first = violations.getFirst();
    int more = violations.size() - 1;
    var message = first.message() + (more == 0 ? "" : " (and %d more)".formatted(more));
    return new Refusal(400, first.code(), message, violations);
  }

  /** A field whose value will not do. */
  public static Refusal invalid(String path, String message) {
    return of(List.of(new Violation(path, "invalid_value", message)));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<Violation> violations() {
    return violations;
  }
}
