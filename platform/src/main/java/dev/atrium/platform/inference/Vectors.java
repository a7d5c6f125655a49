package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import java.util.OptionalInt;

/** Brings vectors of models to the form in which callers get them. */
public final class Vectors {
  private Vectors() {}

  /**
   * Refuses to make vectors longer than they are.
   *
   * @param size numbers in the model's vectors
   * @throws AtriumException {@code dimensions_too_many}
   */
  public static void requireWithin(OptionalInt dimensions, int size) {
    if (dimensions.orElse(1) > size) {
      throw AtriumException.caller(
          "dimensions_too_many",
          "The model's vectors have %d numbers; 'dimensions' is at most that.".formatted(size));
    }
  }

  /** The first so many numbers of a vector, brought to length 1; zeros stay zeros. */
  public static float[] unit(float[] vector, OptionalInt dimensions) {
    var unit = new float[dimensions.orElse(vector.length)];
    var squares = 0.0;
    for (var i = 0; i < unit.length; i++) {
      squares += (double) vector[i] * vector[i];
    }
    var length = squares == 0 ? 1 : Math.sqrt(squares);
    for (var i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
