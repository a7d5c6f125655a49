package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.RotaryTable;
import dev.atrium.platform.inference.model.StoredFormats;
import dev.atrium.platform.inference.model.StoredTensor;
import dev.atrium.platform.inference.torch.AdapterModules.Module;
import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Teaches a LoRA adapter: forward, loss, gradients and AdamW of a step are one native call; the
 * base stays as it is. Float32. Belongs to one thread.
 */
public final class AdapterTrainer implements AutoCloseable {

  /**
   * Token rows of the same length.
   *
   * @param ids row by row
   * @param targets row by row: 1 where the id is to be predicted from those before, else 0
   */
  @SuppressWarnings("ArrayRecordComponent") // read once
  public record Batch(int rows, long[] ids, long[] targets) {
    public Batch {
      if (rows < 1 || ids.length != targets.length || ids.length % rows != 0) {
        throw new IllegalArgumentException("rows of different lengths");
      }
    }
  }

  /**
   * AdamW with decoupled decay.
   *
   * @param clip largest norm of all gradients together; 0 = none
   */
  public record Optimiser(
      double rate, double beta1, double beta2, double epsilon, double decay, double clip) {}

  /**
   * @param loss before the step
   * @param norm of all gradients together, before clipping
   */
  public record Outcome(double loss, double norm) {}

  /**
   * @param matrices by module and side, for example {@code model.layers.0.self_attn.q_proj.lora_A},
   *     row by row
   */
  public record Gradients(double loss, Map<String, float[]> matrices) {}

  private final TorchProgram program;
  private final ModelConfig config;
  private final List<String> names = new ArrayList<>();

  private AdapterTrainer(TorchProgram program, ModelConfig config) {
    this.program = program;
    this.config = config;
  }

  /** Loads a model and the adapter from which learning begins. */
  public static AdapterTrainer load(ModelFolder folder, AdapterFolder adapter) {
    var config = folder.config();
    var program =
        TorchProgram.load(
            TorchArchive.ofResource(
                AdapterTrainer.class,
                "adapter_trainer.ts.py",
                "AdapterTrainer",
                attributes(config, adapter.scale())));
    var trainer = new AdapterTrainer(program, config);
    try (var checkpoint = folder.checkpoint()) {
      trainer.bindBase(new DecoderTensors(config, checkpoint));
      trainer.bindPairs(adapter);
      return trainer;
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private static Map<String, Attribute> attributes(ModelConfig config, double scale) {
    var attributes = new HashMap<String, Attribute>();
    attributes.put("layers", new Attribute.Whole(config.layers()));
    attributes.put("heads", new Attribute.Whole(config.heads()));
    attributes.put("kv_heads", new Attribute.Whole(config.kvHeads()));
    attributes.put("head_dim", new Attribute.Whole(config.headDimension()));
    attributes.put("window", new Attribute.Whole(config.slidingWindow()));
    attributes.put("eps", new Attribute.Real(config.normEpsilon()));
    attributes.put("scale", new Attribute.Real(scale));
    attributes.put("steps", new Attribute.Whole(0));
    attributes.put("where", new Attribute.Integers());
    for (var list : List.of("shared", "weights", "pairs", "m", "v")) {
      attributes.put(list, new Attribute.Tensors());
    }
    return attributes;
  }

  /** The loss of a batch and the gradient of each matrix; nothing is learned. */
  public Gradients gradients(Batch batch) {
    try (var ids = tensor(batch, batch.ids());
        var targets = tensor(batch, batch.targets());
        var result = program.call("gradients").with(ids).with(targets).train()) {
      var tensors = result.tensors();
      return new Gradients(
          tensors.getFirst().floats()[0], named(tensors.subList(1, tensors.size())));
    }
  }

  /** One step of learning. */
  public Outcome step(Batch batch, Optimiser optimiser) {
    try (var ids = tensor(batch, batch.ids());
        var targets = tensor(batch, batch.targets());
        var result =
            program
                .call("step")
                .with(ids)
                .with(targets)
                .with(optimiser.rate())
                .with(optimiser.beta1())
                .with(optimiser.beta2())
                .with(optimiser.epsilon())
                .with(optimiser.decay())
                .with(optimiser.clip())
                .train()) {
      var tensors = result.tensors();
      return new Outcome(tensors.get(0).floats()[0], tensors.get(1).floats()[0]);
    }
  }

  /** The loss of a batch. */
  public double loss(Batch batch) {
    try (var ids = tensor(batch, batch.ids());
        var targets = tensor(batch, batch.targets());
        var result = program.call("loss").with(ids).with(targets).train()) {
      return result.tensor().floats()[0];
    }
  }

  /** The matrices as they are now, named as in {@link Gradients}. */
  public Map<String, float[]> matrices() {
    try (var result = program.call("read").with(0).train()) {
      return named(result.tensors());
    }
  }

  private Map<String, float[]> named(List<TorchTensor> tensors) {
    var named = new LinkedHashMap<String, float[]>();
    for (var i = 0; i < names.size(); i++) {
      named.put(names.get(i), tensors.get(i).floats());
    }
    return named;
  }

  private TorchTensor tensor(Batch batch, long[] values) {
    for (var id : batch.ids()) {
      if (id < 0 || id >= config.vocabulary()) {
        throw new IllegalArgumentException("token " + id + " of " + config.vocabulary());
      }
    }
    var length = values.length / batch.rows();
    if (length < 2 || length > config.positions()) {
      throw new IllegalArgumentException("rows of " + length + " tokens");
    }
    return program.longs(values, batch.rows(), length);
  }

  private void bindBase(DecoderTensors tensors) {
    if (!config.stored().equals(StoredFormats.NONE)) {
      throw AtriumException.caller(
          "model_quantized",
          "Adapters are trained on a model as it came from training, not on one in 8-bit"
              + " integers.");
    }
    var table = RotaryTable.of(config, config.positions());
    var shared = new ArrayList<TorchTensor>();
    tensors.shared().forEach(tensor -> shared.add(floats(tensor)));
    if (config.tied()) {
      shared.add(shared.getFirst());
    }
    shared.add(program.floats(table.cosines(), table.positions(), table.pairs()));
    shared.add(program.floats(table.sines(), table.positions(), table.pairs()));
    bind("bind_shared", shared);
    for (var layer = 0; layer < config.layers(); layer++) {
      var weights = tensors.layer(layer);
      bind(
          "bind_layer",
          weights.stream()
              .map(each -> each.map(this::floats).orElseGet(() -> program.floats(new float[0], 0)))
              .toList());
    }
    tensors.refuseUnused();
  }

  private void bind(String method, List<TorchTensor> tensors) {
    program.call(method).withAll(tensors).train().close();
    tensors.forEach(TorchTensor::close);
  }

  private void bindPairs(AdapterFolder adapter) {
    adapter.requireOnly(AdapterModules.names(config));
    var tensors = new ArrayList<TorchTensor>();
    var where = new ArrayList<Long>();
    for (var layer = 0; layer < config.layers(); layer++) {
      for (var joint : AdapterModules.of(config, 0)) {
        for (var module : joint.modules()) {
          where.add(addPair(tensors, adapter, module, layer));
        }
      }
    }
    var places = where.stream().mapToLong(Long::longValue).toArray();
    program.call("bind_pairs").withAll(tensors).with(places).train().close();
    tensors.forEach(TorchTensor::close);
  }

  private long addPair(List<TorchTensor> tensors, AdapterFolder adapter, Module module, int layer) {
    var name = module.inLayer(layer);
    var pair = adapter.find(name, module.inputs(), module.outputs());
    if (pair.isEmpty()) {
      return -1;
    }
    tensors.add(program.floats(pair.get().a(), adapter.rank(), module.inputs()));
    tensors.add(program.floats(pair.get().b(), module.outputs(), adapter.rank()));
    names.add(name + ".lora_A");
    names.add(name + ".lora_B");
    return tensors.size() - 2L;
  }

  private TorchTensor floats(StoredTensor tensor) {
    return program.floats(tensor.floats(), tensor.dimensions());
  }

  @Override
  public void close() {
    program.close();
  }
}
