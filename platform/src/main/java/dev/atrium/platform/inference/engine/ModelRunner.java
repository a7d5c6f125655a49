package dev.atrium.platform.inference.engine;

/**
 * Computes steps. Holds weights and KV cache; knows no sequence, queue or text.
 *
 * <p>One thread makes, uses and closes it. The chosen tokens of a row depend on the row and on what
 * its slot holds, never on the other rows.
 */
public interface ModelRunner extends AutoCloseable {

  /** Sequences that the KV cache has room for at the same time. */
  int slots();

  /** Tokens that a slot has room for. */
  int contextTokens();

  /** Token ids are below this. */
  int vocabularySize();

  /**
   * Runs a step.
   *
   * @return what was chosen for each row with a draw
   */
  StepResult run(StepPlan plan);

  @Override
  void close();
}
