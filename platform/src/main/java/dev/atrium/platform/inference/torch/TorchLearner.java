package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import dev.atrium.platform.training.Batch;
import dev.atrium.platform.training.Layout;
import dev.atrium.platform.training.Learner;
import dev.atrium.platform.training.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a decoder with one native call per step: forward, loss, gradients and AdamW are one
 * TorchScript program. Belongs to the thread that made it.
 */
public final class TorchLearner implements Learner {

  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;

  private final TorchProgram program;

  /**
   * @param weights values of all tensors in the order of {@link Layout}
   * @param moments empty for a fresh start, else first and second moments in the same order
   */
  public TorchLearner(Recipe recipe, List<float[]> weights, List<List<float[]>> moments) {
    program =
        TorchProgram.load(
            TorchArchive.ofResource(
                TorchLearner.class, "trainer.ts.txt", "Trainer", attributes(recipe)));
    TorchProgram.optimiseShapes(false);
    var layout = new Layout(recipe.shape(), recipe.vocabulary()).tensors();
    bind("bind_weights", layout, weights);
    if (!moments.isEmpty()) {
      bind("bind_first_moments", layout, moments.get(0));
      bind("bind_second_moments", layout, moments.get(1));
    }
  }

  private static Map<String, Attribute> attributes(Recipe recipe) {
    var shape = recipe.shape();
    var attributes = new LinkedHashMap<String, Attribute>();
    attributes.put("layers", new Attribute.Whole(shape.layers()));
    attributes.put("heads", new Attribute.Whole(shape.heads()));
    attributes.put("kv_heads", new Attribute.Whole(shape.keyValueHeads()));
    attributes.put("head_dim", new Attribute.Whole(shape.headSize()));
    attributes.put("eps", new Attribute.Real(shape.epsilon()));
    attributes.put("theta", new Attribute.Real(shape.theta()));
    attributes.put("dtype", new Attribute.Whole(recipe.bf16() ? BFLOAT16 : FLOAT32));
    attributes.put("beta1", new Attribute.Real(recipe.optimizer().beta1()));
    attributes.put("beta2", new Attribute.Real(recipe.optimizer().beta2()));
    attributes.put("decay", new Attribute.Real(recipe.optimizer().decay()));
    attributes.put("clip", new Attribute.Real(recipe.optimizer().clip()));
    attributes.put("w", new Attribute.Tensors());
    attributes.put("m", new Attribute.Tensors());
    attributes.put("v", new Attribute.Tensors());
    return attributes;
  }

  private void bind(String method, List<Layout.Tensor> layout, List<float[]> values) {
    var tensors = new ArrayList<TorchTensor>();
    for (var i = 0; i < layout.size(); i++) {
      tensors.add(program.floats(values.get(i), layout.get(i).shape()));
    }
    program.call(method).withAll(tensors).train().close();
    tensors.forEach(TorchTensor::close);
  }

  @Override
  public Outcome step(Batch batch, double rate, long count) {
    try (var tokens = program.longs(batch.tokens(), batch.rows(), batch.columns());
        var places = program.longs(batch.places(), batch.places().length);
        var targets = program.longs(batch.targets(), batch.targets().length);
        var weights = program.floats(batch.weights(), batch.weights().length);
        var result =
            program
                .call("step")
                .with(tokens)
                .with(places)
                .with(targets)
                .with(weights)
                .with(rate)
                .with(count)
                .train()) {
      var values = result.tensor().floats();
      return new Outcome(values[0], values[1]);
    }
  }

  @Override
  public float[] losses(Batch batch) {
    try (var tokens = program.longs(batch.tokens(), batch.rows(), batch.columns());
        var places = program.longs(batch.places(), batch.places().length);
        var targets = program.longs(batch.targets(), batch.targets().length);
        var result = program.call("losses").with(tokens).with(places).with(targets).run()) {
      return result.tensor().floats();
    }
  }

  @Override
  public long[] predict(Batch batch) {
    try (var tokens = program.longs(batch.tokens(), batch.rows(), batch.columns());
        var places = program.longs(batch.places(), batch.places().length);
        var result = program.call("predict").with(tokens).with(places).run()) {
      return result.tensor().longs();
    }
  }

  @Override
  public List<float[]> read(Part part) {
    try (var result = program.call("read").with(part.ordinal()).run()) {
      return result.tensors().stream().map(TorchTensor::floats).toList();
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
