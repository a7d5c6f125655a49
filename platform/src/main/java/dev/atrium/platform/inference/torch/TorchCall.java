package dev.atrium.platform.inference.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/** One call of a program's method: its arguments in order, then {@link #run} or {@link #train}. */
public final class TorchCall {

  private sealed interface Argument {
    record OneTensor(PtNDArray array) implements Argument {}

    record ManyTensors(PtNDArray[] arrays) implements Argument {}

    record Whole(long value) implements Argument {}

    record Wholes(long[] values) implements Argument {}

    record Real(double value) implements Argument {}

    record Reals(double[] values) implements Argument {}
  }

  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final String method;
  private final List<Argument> arguments = new ArrayList<>();

  TorchCall(PtNDManager manager, PtSymbolBlock block, String method) {
    this.manager = manager;
    this.block = block;
    this.method = method;
  }

  /** A {@code Tensor}. */
  public TorchCall with(TorchTensor tensor) {
    arguments.add(new Argument.OneTensor(tensor.array()));
    return this;
  }

  /** A {@code List[Tensor]}; not empty for {@link #train}. */
  public TorchCall withAll(List<TorchTensor> tensors) {
    var arrays = tensors.stream().map(TorchTensor::array).toArray(PtNDArray[]::new);
    arguments.add(new Argument.ManyTensors(arrays));
    return this;
  }

  /** An {@code int}; in {@link #train} a {@code Tensor} without dimensions. */
  public TorchCall with(long value) {
    arguments.add(new Argument.Whole(value));
    return this;
  }

  /** A {@code List[int]}; in {@link #train} a {@code Tensor} with one dimension. */
  public TorchCall with(long[] values) {
    arguments.add(new Argument.Wholes(values));
    return this;
  }

  /** A {@code float}; in {@link #train} a {@code Tensor} without dimensions, of doubles. */
  public TorchCall with(double value) {
    arguments.add(new Argument.Real(value));
    return this;
  }

  /** A {@code List[float]}; in {@link #train} a {@code Tensor} with one dimension, of doubles. */
  public TorchCall with(double[] values) {
    arguments.add(new Argument.Reals(values));
    return this;
  }

  /** Runs the method in inference mode: no gradients, the fastest path. */
  public TorchResult run() {
    var values = new IValue[arguments.size()];
    try {
      for (var i = 0; i < values.length; i++) {
        values[i] = valueOf(arguments.get(i));
      }
      return new TorchResult.OfValue(manager, IValueUtils.runMethod(block, method, values));
    } finally {
      closeAll(values);
    }
  }

  /**
   * Runs the method with gradients possible, so that it may call {@code torch.grad}. Tensors that
   * it changes in place must have been bound through this path too. The method must return a tensor
   * or a list of tensors, and those detached.
   */
  public TorchResult train() {
    try (var scope = (PtNDManager) manager.newSubManager()) {
      var inputs = new NDList();
      var name = scope.create(0L);
      name.setName("module_method:" + method);
      inputs.add(name);
      for (var i = 0; i < arguments.size(); i++) {
        addInput(inputs, scope, i);
      }
      JniUtils.setGradMode(true);
      var outputs = IValueUtils.forward(block, inputs, true);
      outputs.attach(manager);
      return new TorchResult.OfTensors(outputs);
    }
  }

  private static IValue valueOf(Argument argument) {
    return switch (argument) {
      case Argument.OneTensor one -> IValue.from(one.array());
      case Argument.ManyTensors many -> IValue.listFrom(many.arrays());
      case Argument.Whole whole -> IValue.from(whole.value());
      case Argument.Wholes wholes -> IValue.listFrom(wholes.values());
      case Argument.Real real -> IValue.from(real.value());
      case Argument.Reals reals -> IValue.listFrom(reals.values());
    };
  }

  private void addInput(NDList inputs, PtNDManager scope, int index) {
    switch (arguments.get(index)) {
      case Argument.OneTensor one -> inputs.add(named(one.array(), ""));
      case Argument.ManyTensors many -> {
        for (var array : many.arrays()) {
          inputs.add(named(array, "list" + index + "[]"));
        }
      }
      case Argument.Whole whole -> inputs.add(scope.create(whole.value()));
      case Argument.Wholes wholes -> inputs.add(scope.create(wholes.values()));
      case Argument.Real real -> inputs.add(scope.create(real.value()));
      case Argument.Reals reals -> inputs.add(scope.create(reals.values()));
    }
  }

  /** DJL groups arrays into lists by name; an ordinary name stands for itself. */
  private static NDArray named(PtNDArray array, String name) {
    array.setName(name);
    return array;
  }

  private static void closeAll(IValue[] values) {
    for (var value : values) {
      if (value != null) {
        value.close();
      }
    }
  }
}
