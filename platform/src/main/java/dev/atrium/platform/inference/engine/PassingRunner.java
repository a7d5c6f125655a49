package dev.atrium.platform.inference.engine;

/** A runner that passes everything on to another; what differs is overridden. */
public abstract class PassingRunner implements ModelRunner {
  private final ModelRunner runner;

  protected PassingRunner(ModelRunner runner) {
    this.runner = runner;
  }

  @Override
  public int places() {
    return runner.places();
  }

  @Override
  public int contextTokens() {
    return runner.contextTokens();
  }

  @Override
  public int vocabularySize() {
    return runner.vocabularySize();
  }

  @Override
  public int stateSize() {
    return runner.stateSize();
  }

  @Override
  public StepResult run(StepPlan plan) {
    return runner.run(plan);
  }

  @Override
  public void bindAdapter(int index, AdapterWeights weights) {
    runner.bindAdapter(index, weights);
  }

  @Override
  public void dropAdapter(int index) {
    runner.dropAdapter(index);
  }

  @Override
  public void close() {
    runner.close();
  }
}
