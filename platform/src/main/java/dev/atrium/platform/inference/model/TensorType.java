package dev.atrium.platform.inference.model;

/** Element types of weights that can be read. */
public enum TensorType {
  F32(4),
  F16(2),
  /** The upper half of an F32. */
  BF16(2),
  /** Whole numbers, to be multiplied with a scale. */
  I8(1),
  /** Tables of whole numbers, which some checkpoints hold beside their weights. */
  I64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }
}
