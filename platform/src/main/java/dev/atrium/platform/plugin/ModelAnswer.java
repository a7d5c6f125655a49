package dev.atrium.platform.plugin;

import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;

/**
 * How a model's answer ended; its text went to the sink.
 *
 * @param model the model's id and version
 * @param engineMillis time in the model, queueing left out
 */
public record ModelAnswer(FinishReason finish, TokenUsage usage, String model, long engineMillis) {}
