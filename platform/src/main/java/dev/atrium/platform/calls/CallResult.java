package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;

/**
 * How a call ended.
 *
 * @param model the model's id and version that answered, or empty if none was needed
 * @param outcome what a scenario's turn came to ({@code answered}, {@code quoted}, {@code
 *     handed_over}, …); empty for a plain completion
 */
public record CallResult(
    String callId, String model, FinishReason finish, TokenUsage usage, String outcome) {}
