package dev.atrium.platform.inference.engine;

/**
 * Computes steps. Holds weights and KV cache; knows no sequence, queue or text.
 *
 * <p>One thread makes, uses and closes it. The chosen tokens of a row depend on the row and on what
 * its places hold, never on the other rows.
 */
public interface ModelRunner extends AutoCloseable {

  /** Tokens that the KV cache has room for, of all sequences together. */
  int places();

  /** Tokens of one sequence, prompt and answer together. */
  int contextTokens();

  /** Token ids are below this. */
  int vocabularySize();

  /** Numbers in the state of a token; 0 = rows cannot be pooled. */
  default int stateSize() {
    return 0;
  }

  /**
   * Runs a step.
   *
   * @return what was chosen for each row with a draw
   */
  StepResult run(StepPlan plan);

  /**
   * Binds an adapter's weights; rows name them by the index from then on.
   *
   * @param index at most one above the highest that was bound before
   */
  void bindAdapter(int index, AdapterWeights weights);

  /** Frees an adapter's weights. */
  void dropAdapter(int index);

  @Override
  void close();
}
