package dev.atrium.platform.inference.tools;

/** A part of a model's answer, told apart. */
public sealed interface ModelSays {
  /** Generated tokens behind it. */
  int tokens();

  /** Words for the reader. */
  record Text(String text, int tokens) implements ModelSays {}

  /**
   * A tool is to be called.
   *
   * @param arguments a JSON object as the model wrote it
   */
  record Call(String name, String arguments, int tokens) implements ModelSays {}
}
