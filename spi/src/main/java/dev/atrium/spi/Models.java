package dev.atrium.spi;

import java.util.List;

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

  /**
   * Makes a vector of each text; blocks until all are there.
   *
   * @param model a model's name as {@code GET /v1/models} lists it; {@code default} is the tenant's
   * @param texts none empty, at most 2,048
   * @throws ScenarioException when the model makes no vectors, refuses a text, is full or fails
   */
  default TextVectors embed(String model, List<String> texts) throws InterruptedException {
    throw new ScenarioException("No model makes vectors here.");
  }

  /**
   * Asks a classifier how likely each of its classes is for each text; blocks until all are judged.
   *
   * @param model a classifier's name as {@code GET /v1/models} lists it
   * @param texts none empty, at most 2,048
   * @throws ScenarioException when the model is no classifier, refuses a text, is full or fails
   */
  default TextClasses classify(String model, List<String> texts) throws InterruptedException {
    throw new ScenarioException("No model classifies here.");
  }

  /** Takes text as it is generated: whole characters, in order. */
  @FunctionalInterface
  interface TextSink {
    void text(String piece) throws InterruptedException;
  }
}
