package dev.atrium.platform.inference.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request to go on from a prompt.
 *
 * @param tenant opaque; sequences of one tenant share its part of the device
 * @param timeout from submission; empty = none
 * @param ignoreEnd go on past the tokens that end a turn, for measurements
 */
public record GenerationInput(
    String tenant,
    Prompt prompt,
    SamplingParameters sampling,
    Optional<Duration> timeout,
    boolean ignoreEnd) {

  /** What to go on from. */
  public sealed interface Prompt {
    /** A conversation, put into the model's chat template. */
    record Chat(List<ChatMessage> messages) implements Prompt {
      public Chat {
        messages = List.copyOf(messages);
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
    return new GenerationInput(
        tenant, new Prompt.Chat(messages), sampling, Optional.empty(), false);
  }

  /** The same request, to be given up after this long. */
  public GenerationInput within(Duration limit) {
    return new GenerationInput(tenant, prompt, sampling, Optional.of(limit), ignoreEnd);
  }
}
