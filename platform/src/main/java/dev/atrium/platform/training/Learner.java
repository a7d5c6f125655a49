package dev.atrium.platform.training;

import java.util.List;

/** A model that learns: weights and the optimizer's moments, wherever they live. One thread. */
public interface Learner extends AutoCloseable {

  /** Loss before the step and length of the gradient before clipping. */
  record Outcome(double loss, double gradient) {}

  /** Which tensors: the weights or the two moments of each. */
  enum Part {
    WEIGHTS,
    FIRST_MOMENTS,
    SECOND_MOMENTS
  }

  /**
   * One step of training.
   *
   * @param count number of this step, from 1
   */
  Outcome step(Batch batch, double rate, long count);

  /** Loss of each place, in the order of the batch; nothing changes. */
  float[] losses(Batch batch);

  /** The most likely next token at each place; nothing changes. */
  long[] predict(Batch batch);

  /** A copy of the tensors, in the order of {@link Layout}. */
  List<float[]> read(Part part);

  @Override
  void close();
}
