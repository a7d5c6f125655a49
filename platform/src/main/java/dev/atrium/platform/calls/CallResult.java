package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;

/**
 * How a call ended.
 *
 * @param model the model's id and version that answered, or empty if none was needed
 * @param finish how the first answer ended
 * @param choices how each answer ended, in their order
 * @param outcome what a scenario's turn came to ({@code answered}, {@code quoted}, {@code
 *     handed_over}, …); empty for a plain completion
 */
public record CallResult(
    String callId,
    String model,
    FinishReason finish,
    List<FinishReason> choices,
    TokenUsage usage,
    String outcome) {
  public CallResult {
    choices = List.copyOf(choices);
  }

  /** The end of a call with one answer. */
  public CallResult(
      String callId, String model, FinishReason finish, TokenUsage usage, String outcome) {
    this(callId, model, finish, List.of(finish), usage, outcome);
  }
}
