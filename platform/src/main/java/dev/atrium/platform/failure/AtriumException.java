package dev.atrium.platform.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure with a kind, a stable code and a message for the person who meets it: what was wrong,
 * where, and what to do. Carries no stack trace unless it reports a bug of ours.
 */
public final class AtriumException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Who can mend it. One table in the gateway maps kinds to HTTP status codes. */
  public enum Kind {
    /** The request is wrong; repeating it unchanged fails again. */
    CALLER,
    /** Not now: a limit, a full queue, a deadline. Repeating it later may succeed. */
    CAPACITY,
    /** Something that Atrium depends on is away or wrong: database, file, remote model, plugin. */
    OUTSIDE,
    /** Our bug. */
    BUG
  }

  private final Kind kind;
  private final String code;
  private final Duration retryAfter;

  private AtriumException(
      Kind kind, String code, String message, Duration retryAfter, Optional<Throwable> cause) {
    super(message, cause.orElse(null), false, kind == Kind.BUG);
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /**
   * @param code stable, snake_case, for example {@code model_not_found}
   */
  public static AtriumException caller(String code, String message) {
    return new AtriumException(Kind.CALLER, code, message, Duration.ZERO, Optional.empty());
  }

  /**
   * @param retryAfter when to try again; zero if unknown
   */
  public static AtriumException capacity(String code, String message, Duration retryAfter) {
    return new AtriumException(Kind.CAPACITY, code, message, retryAfter, Optional.empty());
  }

  public static AtriumException outside(String code, String message) {
    return new AtriumException(Kind.OUTSIDE, code, message, Duration.ZERO, Optional.empty());
  }

  public static AtriumException outside(String code, String message, Throwable cause) {
    return new AtriumException(Kind.OUTSIDE, code, message, Duration.ZERO, Optional.of(cause));
  }

  public static AtriumException bug(String code, String message, Throwable cause) {
    return new AtriumException(Kind.BUG, code, message, Duration.ZERO, Optional.of(cause));
  }

  /** Rebuilds a failure that crossed the event bus. */
  public static AtriumException of(Kind kind, String code, String message, Duration retryAfter) {
    return new AtriumException(kind, code, message, retryAfter, Optional.empty());
  }

  /** The failure itself if it is one of ours, else a bug that wraps it. */
  public static AtriumException from(Throwable failure) {
    return failure instanceof AtriumException ours
        ? ours
        : bug("internal_error", "Something went wrong inside Atrium.", failure);
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  /** When to try again; zero if unknown. */
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
