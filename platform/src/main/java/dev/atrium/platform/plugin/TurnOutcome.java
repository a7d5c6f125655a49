package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a turn ended and what it took.
 *
 * @param outcome what it came to: {@code answered}, {@code quoted}, {@code handed_over} or another
 *     outcome of the SPI; {@code aborted} if the caller went away, {@code failed} with a failure
 * @param state what later turns of the conversation get; unchanged unless the turn ended well
 * @param usage all of the turn's model calls, aborted ones included
 * @param model the model that answered last; empty if none was asked
 * @param firstTokenMillis from the turn's start to the first token of a model; -1 if there was none
 * @param engineMillis time in the models
 */
public record TurnOutcome(
    String outcome,
    Map<String, String> state,
    TokenUsage usage,
    String model,
    long firstTokenMillis,
    long engineMillis,
    Optional<Failure> failure) {
  public TurnOutcome {
    state = Map.copyOf(state);
  }

  /** Why a turn failed. */
  public record Failure(
      AtriumException.Kind kind, String code, String message, Duration retryAfter) {
    static Failure of(AtriumException failure) {
      return new Failure(
          failure.kind(), failure.code(), failure.getMessage(), failure.retryAfter());
    }

    /** The failure as the caller of the turn may throw it. */
    public AtriumException toException() {
      return AtriumException.of(kind, code, message, retryAfter);
    }
  }
}
