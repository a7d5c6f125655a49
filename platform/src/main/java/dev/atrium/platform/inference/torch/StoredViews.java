package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.torch.TorchTensor.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored tensors as arguments of a program, over the mapped file where that can be. */
final class StoredViews {
  private static final int FLOAT16 = 5;
  private static final int BFLOAT16 = 15;

  private StoredViews() {}

  /** What the programs call a tensor's element type. */
  static long kind(StoredTensor tensor) {
    return switch (tensor.type()) {
      case F32 -> 0;
      case I8 -> 1;
      case F16 -> FLOAT16;
      case BF16 -> BFLOAT16;
      case I64 -> throw noWeight(tensor);
    };
  }

  /** 16-bit floats as bytes, which the program views as floats. */
  static TorchTensor view(TorchProgram program, StoredTensor tensor) {
    var size = tensor.type().bytes();
    var bytes = aligned(tensor.data().asByteBuffer(), tensor.data().address(), size);
    var shape = tensor.dimensions();
    return switch (tensor.type()) {
      case F32 -> program.tensor(bytes, Type.FLOAT32, shape);
      case I8 -> program.tensor(bytes, Type.INT8, shape);
      case F16, BF16 -> {
        shape[shape.length - 1] *= size;
        yield program.tensor(bytes, Type.UINT8, shape);
      }
      case I64 -> throw noWeight(tensor);
    };
  }

  private static IllegalArgumentException noWeight(StoredTensor tensor) {
    return new IllegalArgumentException(tensor.name() + " holds no weights");
  }

  private static ByteBuffer aligned(ByteBuffer bytes, long address, int size) {
    if (address % size == 0) {
      return bytes;
    }
    var copy = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    return copy.put(bytes).flip();
  }
}
