package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Optional;

/**
 * How a generation ended. A failure after the start comes here too, so that its tokens are counted.
 *
 * @param model the model's name and version, {@code name@version}
 * @param finish how the first answer ended
 * @param choices how each answer ended, in their order
 * @param usage of all answers together; their one prompt counts once
 * @param firstTokenMillis from receipt to the first piece; -1 if there was none
 * @param totalMillis from receipt to the end, queueing included
 */
public record GenerationResult(
    String model,
    FinishReason finish,
    List<FinishReason> choices,
    TokenUsage usage,
    long firstTokenMillis,
    long totalMillis,
    Optional<AtriumException> failure) {
  public GenerationResult {
    choices = List.copyOf(choices);
  }
}
