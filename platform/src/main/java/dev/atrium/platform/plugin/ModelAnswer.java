package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.Optional;

/**
 * How a model's answer ended; its text went to the sink.
 *
 * @param model the model's id and version
 * @param engineMillis from submission to the model to its last token, queueing included
 * @param failure why the answer broke off, if it did; what it took is counted all the same
 */
public record ModelAnswer(
    FinishReason finish,
    TokenUsage usage,
    String model,
    long engineMillis,
    Optional<AtriumException> failure) {}
