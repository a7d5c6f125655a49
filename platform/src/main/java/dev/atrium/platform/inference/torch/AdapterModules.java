package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.model.ModelConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The linear modules of a layer that adapters may change, and how the program joins them. */
final class AdapterModules {

  /**
   * A module.
   *
   * @param offset its first output among those of its joint
   */
  record Module(String name, int inputs, int outputs, int offset) {
    String inLayer(int layer) {
      return "model.layers." + layer + "." + name;
    }
  }

  /**
   * Modules that read the same input and are computed as one.
   *
   * @param outputs of all, with padding
   */
  record Joint(List<Module> modules, int inputs, int outputs) {}

  private AdapterModules() {}

  /**
   * The joints of a layer: q-k-v, o, gate-up, down.
   *
   * @param padding zeros that widen the feed-forward part
   */
  static List<Joint> of(ModelConfig config, int padding) {
    var hidden = config.hidden();
    var query = config.heads() * config.headDimension();
    var key = config.kvHeads() * config.headDimension();
    var wide = config.intermediate();
    var padded = wide + padding;
    return List.of(
        new Joint(
            List.of(
                new Module("self_attn.q_proj", hidden, query, 0),
                new Module("self_attn.k_proj", hidden, key, query),
                new Module("self_attn.v_proj", hidden, key, query + key)),
            hidden,
            query + 2 * key),
        new Joint(List.of(new Module("self_attn.o_proj", query, hidden, 0)), query, hidden),
        new Joint(
            List.of(
                new Module("mlp.gate_proj", hidden, wide, 0),
                new Module("mlp.up_proj", hidden, wide, padded)),
            hidden,
            2 * padded),
        new Joint(List.of(new Module("mlp.down_proj", wide, hidden, 0)), padded, hidden));
  }

  /** The names of all modules of all layers. */
  static Set<String> names(ModelConfig config) {
    return IntStream.range(0, config.layers())
        .boxed()
        .flatMap(
            layer ->
                of(config, 0).stream()
                    .flatMap(joint -> joint.modules().stream())
                    .map(module -> module.inLayer(layer)))
        .collect(Collectors.toSet());
  }
}
