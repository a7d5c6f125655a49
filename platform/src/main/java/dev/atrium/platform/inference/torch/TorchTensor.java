package dev.atrium.platform.inference.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;

/**
 * A tensor in native memory. Closing it releases Java's hold; what a program has kept stays alive.
 *
 * <p>Belongs to the thread of its {@link TorchProgram}.
 */
public final class TorchTensor implements AutoCloseable {

  /** Element types that Java can fill or read. */
  public enum Type {
    FLOAT32(DataType.FLOAT32, 4),
    FLOAT64(DataType.FLOAT64, 8),
    INT8(DataType.INT8, 1),
    /**
     * Also the way in for what Java has no type for: the program views the bytes as what they are.
     */
    UINT8(DataType.UINT8, 1),
    INT32(DataType.INT32, 4),
    INT64(DataType.INT64, 8);

    final DataType djl;
    final int bytes;

    Type(DataType djl, int bytes) {
      this.djl = djl;
      this.bytes = bytes;
    }

    /** Size of one element. */
    public int bytes() {
      return bytes;
    }
  }

  private final PtNDArray array;

  TorchTensor(PtNDArray array) {
    this.array = array;
  }

  PtNDArray array() {
    return array;
  }

  static Shape shapeOf(long... dimensions) {
    return new Shape(dimensions);
  }

  /** Sizes of the dimensions, outermost first. */
  public long[] shape() {
    return array.getShape().getShape().clone();
  }

  /** A copy of the elements, row by row; the tensor must be FLOAT32. */
  public float[] floats() {
    return array.toFloatArray();
  }

  /** A copy of the elements, row by row; the tensor must be FLOAT64. */
  public double[] doubles() {
    return array.toDoubleArray();
  }

  /** A copy of the elements, row by row; the tensor must be INT64. */
  public long[] longs() {
    return array.toLongArray();
  }

  @Override
  public void close() {
    array.close();
  }
}
