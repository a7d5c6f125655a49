package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.engine.AdapterWeights;
import java.util.Collections;
import java.util.List;

/** An adapter's matrices as the decoder program joins them, in the order in which it binds them. */
record TorchAdapter(List<Matrix> matrices) implements AdapterWeights {
  TorchAdapter {
    matrices = List.copyOf(matrices);
  }

  /**
   * A matrix, row by row.
   *
   * @param values rows x columns
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, bound once
  record Matrix(float[] values, long rows, long columns) {
    static final Matrix NONE = new Matrix(new float[0], 0, 0);

    TorchTensor in(TorchProgram program) {
      return values.length == 0 ? program.floats(values, 0) : program.floats(values, rows, columns);
    }
  }

  /** What takes the place of an adapter that is gone. */
  static TorchAdapter nothing(int matrices) {
    return new TorchAdapter(Collections.nCopies(matrices, Matrix.NONE));
  }
}
