package dev.atrium.platform.inference.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.atrium.platform.inference.torch.TorchTensor.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/**
 * A loaded TorchScript program: its attributes live in native memory, its methods are called by
 * name.
 *
 * <pre>{@code
 * try (var program = TorchProgram.load(archive);
 *     var weights = program.floats(values, rows, columns)) {
 *   program.call("bind").withAll(List.of(weights)).run().close();
 *   try (var result = program.call("step").with(weights).with(3).run()) {
 *     var chosen = result.tensor().longs();
 *   }
 * }
 * }</pre>
 *
 * <p>Belongs to one thread at a time. libtorch checks no more than it must: a wrong shape is an
 * exception, some wrong element types end the process, so callers check both before they call.
 */
public final class TorchProgram implements AutoCloseable {

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  private TorchProgram(PtNDManager manager, PtSymbolBlock block) {
    this.manager = manager;
    this.block = block;
  }

  /** Loads the program; a mistake in its text is an {@code EngineException} that names the line. */
  public static TorchProgram load(TorchArchive archive) {
    var manager = (PtNDManager) engine().newBaseManager(Device.cpu());
    try {
      var file = Files.createTempFile("atrium-program", ".pt");
      try {
        try (var out = Files.newOutputStream(file)) {
          archive.writeTo(out);
        }
        var none = new String[0];
        return new TorchProgram(
            manager, JniUtils.loadModule(manager, file, false, none, none, false));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Whether the calling thread optimises programs by their recent shapes: faster for fixed shapes,
   * slow while shapes still change. Off is right for a batch whose size changes at each step.
   */
  public static void optimiseShapes(boolean on) {
    engine();
    JniUtils.setGraphExecutorOptimize(on);
  }

  /**
   * How many threads share an operation that the calling thread runs. One is faster for small
   * models, most of all beside other work: handing out parts takes longer than computing them.
   *
   * @param shared false = the calling thread alone; true = as many as {@code OMP_NUM_THREADS} says,
   *     else as there are processors
   */
  public static void shareWork(boolean shared) {
    engine();
    var setting = System.getenv().getOrDefault("OMP_NUM_THREADS", "");
    var all =
        setting.matches("[1-9][0-9]{0,3}")
            ? Integer.parseInt(setting)
            : Runtime.getRuntime().availableProcessors();
    JniUtils.setNumThreads(shared ? all : 1);
  }

  /** Begins a call of the method with this name. */
  public TorchCall call(String method) {
    return new TorchCall(manager, block, method);
  }

  /** A tensor with a copy of these values. */
  public TorchTensor floats(float[] values, long... shape) {
    var buffer = allocate(values.length, Type.FLOAT32);
    buffer.asFloatBuffer().put(values);
    return tensor(buffer, Type.FLOAT32, shape);
  }

  /** A tensor with a copy of these values. */
  public TorchTensor doubles(double[] values, long... shape) {
    var buffer = allocate(values.length, Type.FLOAT64);
    buffer.asDoubleBuffer().put(values);
    return tensor(buffer, Type.FLOAT64, shape);
  }

  /** A tensor with a copy of these values. */
  public TorchTensor longs(long[] values, long... shape) {
    var buffer = allocate(values.length, Type.INT64);
    buffer.asLongBuffer().put(values);
    return tensor(buffer, Type.INT64, shape);
  }

  /**
   * A tensor over the memory of a direct buffer, in native byte order and without a copy. The
   * memory must stay valid while the tensor, or anything that the program made as a view of it, is
   * in use.
   */
  public TorchTensor tensor(ByteBuffer memory, Type type, long... shape) {
    var needed = type.bytes() * elements(shape);
    if (!memory.isDirect() || memory.remaining() != needed) {
      throw new IllegalArgumentException(
          "a " + type + " tensor of this shape needs a direct buffer of " + needed + " bytes");
    }
    return new TorchTensor(manager.create(memory, TorchTensor.shapeOf(shape), type.djl));
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }

  /** libtorch, loaded on first use; DJL is told neither to report its use nor to download. */
  private static Engine engine() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    return Engine.getEngine("PyTorch");
  }

  private static ByteBuffer allocate(int elements, Type type) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, type.bytes()))
        .order(ByteOrder.nativeOrder());
  }

  private static long elements(long... shape) {
    var product = 1L;
    for (var dimension : shape) {
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }
}
