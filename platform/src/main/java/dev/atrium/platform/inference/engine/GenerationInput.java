package dev.atrium.platform.inference.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request to go on from a prompt.
 *
 * @param tenant opaque; sequences of one tenant share its part of the device
 * @param timeout from submission; empty = none
 * @param standing its claim to the device
 * @param adapter name of one of the tenant's adapters; empty = the model as it is
 */
public record GenerationInput(
    String tenant,
    Prompt prompt,
    SamplingParameters sampling,
    Optional<Duration> timeout,
    Standing standing,
    Optional<String> adapter) {

  /** A request of usual standing to the model as it is. */
  public GenerationInput(
      String tenant, Prompt prompt, SamplingParameters sampling, Optional<Duration> timeout) {
    this(tenant, prompt, sampling, timeout, Standing.USUAL, Optional.empty());
  }

  /** The same request with another claim to the device. */
  public GenerationInput with(Standing claim) {
    return new GenerationInput(tenant, prompt, sampling, timeout, claim, adapter);
  }

  /** The same request to the model as one of the tenant's adapters changes it. */
  public GenerationInput adapted(Optional<String> name) {
    return new GenerationInput(tenant, prompt, sampling, timeout, standing, name);
  }

  /**
   * The same, for measurements.
   *
   * @param ignoreEnd go on past the tokens that end a turn
   */
  public GenerationInput(
      String tenant,
      Prompt prompt,
      SamplingParameters sampling,
      Optional<Duration> timeout,
      boolean ignoreEnd) {
    this(
        tenant,
        prompt,
        ignoreEnd ? sampling.withEnding(new Ending(Set.of(), 0, true)) : sampling,
        timeout);
  }

  /** What to go on from. */
  public sealed interface Prompt {
    /**
     * A conversation, put into the model's chat template.
     *
     * @param tools what the model may call, each a JSON-like description as OpenAI writes it
     */
    record Chat(List<ChatMessage> messages, List<Map<String, Object>> tools) implements Prompt {
      public Chat {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
      }

      /** A conversation without tools. */
      public Chat(List<ChatMessage> messages) {
        this(messages, List.of());
      }
    }

    /** A text as it is. */
    record Text(String text) implements Prompt {}

    /** Token ids as they are. */
    record Tokens(List<Integer> ids) implements Prompt {
      public Tokens {
        ids = List.copyOf(ids);
      }
    }
  }

  /** A conversation to be answered, without a time limit. */
  public static GenerationInput chat(
      String tenant, List<ChatMessage> messages, SamplingParameters sampling) {
    return of(tenant, new Prompt.Chat(messages), sampling);
  }

  /** A prompt to be gone on from, without a time limit. */
  public static GenerationInput of(String tenant, Prompt prompt, SamplingParameters sampling) {
    return new GenerationInput(tenant, prompt, sampling, Optional.empty());
  }

  /** The same request, to be given up after this long. */
  public GenerationInput within(Duration limit) {
    return new GenerationInput(tenant, prompt, sampling, Optional.of(limit), standing, adapter);
  }
}
