package dev.atrium.platform.training;

import dev.atrium.platform.training.Recipe.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a learning decoder, in the order in which the training program holds them:
 * embedding, last norm, then per layer the norm before attention, query-key-value weight and bias,
 * output weight, the norm before the gated layer, gate-and-up weight, down weight.
 */
public record Layout(Shape shape, int vocabulary) {

  /** Number of tensors per layer. */
  public static final int PER_LAYER = 7;

  /**
   * One tensor.
   *
   * @param deviation of its first values; below zero: ones
   */
  public record Tensor(long[] shape, double deviation) {
    boolean ones() {
      return deviation == ONES;
    }

    public int size() {
      var size = 1L;
      for (var dimension : shape) {
        size *= dimension;
      }
      return Math.toIntExact(size);
    }
  }

  private static final double ONES = -1;

  public List<Tensor> tensors() {
    var hidden = shape.hidden();
    var attention = shape.heads() * shape.headSize();
    var together = attention + 2 * shape.keyValueHeads() * shape.headSize();
    var deep = 0.004 / Math.sqrt(2.0 * shape.layers());
    var tensors = new ArrayList<Tensor>();
    tensors.add(tensor(0.02, vocabulary, hidden));
    tensors.add(tensor(ONES, hidden));
    for (var layer = 0; layer < shape.layers(); layer++) {
      tensors.add(tensor(ONES, hidden));
      tensors.add(tensor(0.02, together, hidden));
      tensors.add(tensor(0, together));
      tensors.add(tensor(deep, hidden, attention));
      tensors.add(tensor(ONES, hidden));
      tensors.add(tensor(0.02, 2L * shape.feedForward(), hidden));
      tensors.add(tensor(deep, hidden, shape.feedForward()));
    }
    return tensors;
  }

  /** First values of all weights, the same for the same seed. */
  public List<float[]> start(long seed) {
    return start(seed, VocabularyHints.NONE);
  }

  /** First values of all weights, the same for the same seed and vocabulary. */
  List<float[]> start(long seed, VocabularyHints hints) {
    return FirstWeights.of(this, seed, hints);
  }

  /** Number of weights. */
  public long parameters() {
    return tensors().stream().mapToLong(Tensor::size).sum();
  }

  private static Tensor tensor(double deviation, long... shape) {
    return new Tensor(shape, deviation);
  }
}
