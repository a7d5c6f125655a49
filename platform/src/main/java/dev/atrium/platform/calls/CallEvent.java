package dev.atrium.platform.calls;

import dev.atrium.platform.inference.engine.TokenLogprob;
import java.util.List;

/** What a call says while it runs. */
public sealed interface CallEvent {
  /**
   * The call was let in and this model answers it.
   *
   * @param model its id and version
   */
  record Began(String model) implements CallEvent {}

  /**
   * The next piece of the answer, whole characters only.
   *
   * @param tokens generated tokens behind it; 0 for text that no model wrote
   * @param choice which of the answers to the prompt, from 0
   * @param logprobs of these tokens, if they were asked for
   */
  record TextDelta(String text, int tokens, int choice, List<TokenLogprob> logprobs)
      implements CallEvent {
    public TextDelta {
      logprobs = List.copyOf(logprobs);
    }

    /** A piece of the only answer. */
    public TextDelta(String text, int tokens) {
      this(text, tokens, 0, List.of());
    }
  }

  /**
   * The model asks for a tool to be called.
   *
   * @param index of the call within the answer, from 0
   * @param arguments a JSON object as text
   * @param tokens generated tokens behind it
   * @param choice which of the answers to the prompt, from 0
   */
  record ToolCalled(int index, String id, String name, String arguments, int tokens, int choice)
      implements CallEvent {}

  /**
   * A source of the answer.
   *
   * @param number as the text refers to it, from 1
   * @param quote the words of the source that say it
   */
  record Cited(int number, String document, String section, String title, String quote)
      implements CallEvent {}

  /** The scenario hands the conversation over to a person. */
  record HandedOver(String reason, String message) implements CallEvent {}
}
