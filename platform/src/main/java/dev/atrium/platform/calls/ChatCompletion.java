package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;

/**
 * Asks a tenant's model to go on from a prompt. Streams {@link CallEvent}s, {@link CallEvent.Began}
 * first, ends with a {@link CallResult}.
 *
 * @param model a model's id or one of the tenant's aliases
 * @param toolCalls how many calls of the prompt's tools are passed on at the most
 */
public record ChatCompletion(
    CallContext context, String model, Prompt prompt, SamplingParameters sampling, int toolCalls) {
  /** The same of another model. */
  public ChatCompletion of(String otherModel) {
    return new ChatCompletion(context, otherModel, prompt, sampling, toolCalls);
  }
}
