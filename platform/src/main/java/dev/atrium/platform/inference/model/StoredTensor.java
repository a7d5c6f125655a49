package dev.atrium.platform.inference.model;

import dev.atrium.platform.failure.AtriumException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as it lies in a mapped file: little endian, row by row.
 *
 * @param data valid until the checkpoint that it came from is closed
 */
public record StoredTensor(String name, TensorType type, List<Long> shape, MemorySegment data) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** How many elements. */
  public long elements() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Sizes of the dimensions, outermost first. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Tells the system that its memory may be used for other things; the next reading brings it back.
   */
  public void unload() {
    if (data.isMapped()) {
      data.unload();
    }
  }

  /** Some of its rows: a tensor of the same width. */
  public StoredTensor rows(long first, long count) {
    var width = elements() / shape.getFirst() * type.bytes();
    var sizes = new ArrayList<>(shape);
    sizes.set(0, count);
    return new StoredTensor(name, type, sizes, data.asSlice(first * width, count * width));
  }

  /** A copy, widened; for tensors of less than 2^31 elements. */
  public float[] floats() {
    var values = new float[Math.toIntExact(elements())];
    for (var i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case F32 -> data.get(FLOAT, 4L * i);
            case F16 -> Float.float16ToFloat(data.get(SHORT, 2L * i));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, 2L * i) << 16);
            case I8 -> data.get(ValueLayout.JAVA_BYTE, i);
            case I64 ->
                throw AtriumException.outside(
                    "model_unsupported",
                    "Tensor \"%s\" holds whole numbers, which are no weights.".formatted(name));
          };
    }
    return values;
  }
}
