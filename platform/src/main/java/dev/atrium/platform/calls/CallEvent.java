package dev.atrium.platform.calls;

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
   */
  record TextDelta(String text, int tokens) implements CallEvent {}

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
