package dev.atrium.platform.inference.torch;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/** What a method returned. Closing it closes the tensors taken from it. */
public sealed interface TorchResult extends AutoCloseable {

  /** The one returned tensor. */
  TorchTensor tensor();

  /** The returned list of tensors. */
  List<TorchTensor> tensors();

  /** The returned {@code int}. */
  long integer();

  @Override
  void close();

  /** The result of a call in inference mode. */
  final class OfValue implements TorchResult {
    private final PtNDManager manager;
    private final IValue value;
    private final List<TorchTensor> taken = new ArrayList<>();

    OfValue(PtNDManager manager, IValue value) {
      this.manager = manager;
      this.value = value;
    }

    @Override
    public TorchTensor tensor() {
      return take(value.toTensor(manager));
    }

    @Override
    public List<TorchTensor> tensors() {
      var tensors = new ArrayList<TorchTensor>();
      for (var array : value.toTensorArray(manager)) {
        tensors.add(take(array));
      }
      return tensors;
    }

    @Override
    public long integer() {
      return value.toLong();
    }

    @Override
    public void close() {
      taken.forEach(TorchTensor::close);
      value.close();
    }

    private TorchTensor take(PtNDArray array) {
      var tensor = new TorchTensor(array);
      taken.add(tensor);
      return tensor;
    }
  }

  /** The result of a call with gradients. */
  final class OfTensors implements TorchResult {
    private final List<TorchTensor> tensors;

    OfTensors(NDList arrays) {
      tensors = arrays.stream().map(array -> new TorchTensor((PtNDArray) array)).toList();
    }

    @Override
    public TorchTensor tensor() {
      return tensors.getFirst();
    }

    @Override
    public List<TorchTensor> tensors() {
      return tensors;
    }

    @Override
    public long integer() {
      return tensor().longs()[0];
    }

    @Override
    public void close() {
      tensors.forEach(TorchTensor::close);
    }
  }
}
