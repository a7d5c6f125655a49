package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.AdapterFolder.Pair;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.torch.AdapterModules.Joint;
import dev.atrium.platform.inference.torch.AdapterModules.Module;
import dev.atrium.platform.inference.torch.TorchAdapter.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts an adapter's matrices together as the decoder program joins its modules: the A of joined
 * modules one above the other, their B as blocks along the diagonal, scaled.
 */
final class AdapterBinder {
  private final ModelConfig config;
  private final AdapterFolder adapter;

  AdapterBinder(ModelConfig config, AdapterFolder adapter) {
    this.config = config;
    this.adapter = adapter;
  }

  /** What a runner binds: for each layer and joint A and B, both empty where it has no say. */
  TorchAdapter weights() {
    adapter.requireOnly(AdapterModules.names(config));
    adapter.requireTargets(AdapterModules.names(config));
    var matrices = new ArrayList<Matrix>();
    var joints = AdapterModules.of(config, WeightBinder.padding(config));
    for (var layer = 0; layer < config.layers(); layer++) {
      for (var joint : joints) {
        addJoint(matrices, joint, pairs(joint, layer));
      }
    }
    return new TorchAdapter(matrices);
  }

  private Map<Module, Pair> pairs(Joint joint, int layer) {
    var pairs = new LinkedHashMap<Module, Pair>();
    for (var module : joint.modules()) {
      adapter
          .find(module.inLayer(layer), module.inputs(), module.outputs())
          .ifPresent(pair -> pairs.put(module, pair));
    }
    return pairs;
  }

  private void addJoint(List<Matrix> matrices, Joint joint, Map<Module, Pair> pairs) {
    if (pairs.isEmpty()) {
      matrices.add(Matrix.NONE);
      matrices.add(Matrix.NONE);
      return;
    }
    var rank = adapter.rank();
    var ranks = rank * pairs.size();
    var a = new float[ranks * joint.inputs()];
    var b = new float[joint.outputs() * ranks];
    var block = 0;
    for (var entry : pairs.entrySet()) {
      copyA(entry.getKey(), entry.getValue(), a, block * rank, joint.inputs());
      copyB(entry.getKey(), entry.getValue(), b, block * rank, ranks);
      block++;
    }
    matrices.add(new Matrix(a, ranks, joint.inputs()));
    matrices.add(new Matrix(b, joint.outputs(), ranks));
  }

  private void copyA(Module module, Pair pair, float[] a, int firstRow, int width) {
    for (var row = 0; row < adapter.rank(); row++) {
      System.arraycopy(
          pair.a(), row * module.inputs(), a, (firstRow + row) * width, module.inputs());
    }
  }

  private void copyB(Module module, Pair pair, float[] b, int firstColumn, int width) {
    for (var row = 0; row < module.outputs(); row++) {
      for (var column = 0; column < adapter.rank(); column++) {
        b[(module.offset() + row) * width + firstColumn + column] =
            (float) (adapter.scale() * pair.b()[row * adapter.rank() + column]);
      }
    }
  }
}
