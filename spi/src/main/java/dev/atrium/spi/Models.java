package dev.atrium.spi;

/** The tenant's language models. The host meters every token. */
public interface Models {
  /**
   * Generates a whole answer; blocks until it is there.
   *
   * @throws ScenarioException when the model refuses, is full or fails
   */
  Generated generate(Prompt prompt) throws InterruptedException;

  /**
   * Generates an answer and hands each piece to {@code sink} as it comes, on this thread. What the
   * sink throws ends the generation and comes out here.
   *
   * @throws ScenarioException when the model refuses, is full or fails
   */
  Generated stream(Prompt prompt, TextSink sink) throws InterruptedException;

  /** Takes text as it is generated: whole characters, in order. */
  @FunctionalInterface
  interface TextSink {
    void text(String piece) throws InterruptedException;
  }
}
