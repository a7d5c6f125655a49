package dev.atrium.platform.inference.model;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A LoRA adapter as PEFT writes it: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}. A module's output grows by {@link #scale} x B (A x).
 */
public final class AdapterFolder implements AutoCloseable {
  private static final String CONFIG = "adapter_config.json";
  private static final int LARGEST_RANK = 64;
  private static final String PREFIX = "base_model.model.";

  private final Path folder;
  private final int rank;
  private final double scale;
  private final Set<String> targets;
  private final Checkpoint checkpoint;

  /**
   * The two matrices of a module.
   *
   * @param a rank x inputs, row by row
   * @param b outputs x rank, row by row
   */
  @SuppressWarnings("ArrayRecordComponent") // read once
  public record Pair(float[] a, float[] b) {}

  private AdapterFolder(
      Path folder, int rank, double scale, Set<String> targets, Checkpoint checkpoint) {
    this.targets = targets;
    this.folder = folder;
    this.rank = rank;
    this.scale = scale;
    this.checkpoint = checkpoint;
  }

  /**
   * Opens a folder; weights are mapped.
   *
   * @throws dev.atrium.platform.failure.AtriumException OUTSIDE, naming file and key
   */
  public static AdapterFolder open(Path folder) {
    var file = folder.resolve(CONFIG);
    var json = JsonFile.read(file);
    refuseUnsupported(json);
    var rank = json.count("r");
    if (rank > LARGEST_RANK) {
      throw Broken.unsupported(file, "\"r\" is " + rank + ", above " + LARGEST_RANK);
    }
    var alpha = json.positive("lora_alpha");
    var scale = json.flag("use_rslora", false) ? alpha / Math.sqrt(rank) : alpha / rank;
    var checkpoint = Checkpoint.openFile(folder.resolve("adapter_model.safetensors"));
    return new AdapterFolder(folder, rank, scale, targets(json), checkpoint);
  }

  private static Set<String> targets(JsonFile json) {
    var targets = new TreeSet<String>();
    if (!json.has("layers_to_transform") && json.root().path("target_modules").isArray()) {
      json.root().get("target_modules").forEach(name -> targets.add(name.asText()));
    }
    return targets;
  }

  private static void refuseUnsupported(JsonFile json) {
    var type = json.text("peft_type");
    refuse(json, !type.equals("LORA"), "\"peft_type\" is \"" + type + "\"");
    var bias = json.optionalText("bias").orElse("none");
    refuse(json, !bias.equals("none"), "\"bias\" is \"" + bias + "\"");
    for (var key : Set.of("use_dora", "fan_in_fan_out", "lora_bias")) {
      refuse(json, json.flag(key, false), "\"" + key + "\" is true");
    }
    for (var key : Set.of("modules_to_save", "rank_pattern", "alpha_pattern")) {
      var filled = json.has(key) && !json.root().get(key).isEmpty();
      refuse(json, filled, "\"" + key + "\" is set");
    }
  }

  private static void refuse(JsonFile json, boolean condition, String feature) {
    if (condition) {
      throw Broken.unsupported(json.file(), feature);
    }
  }

  public Path path() {
    return folder;
  }

  /** Rank of all its matrices. */
  public int rank() {
    return rank;
  }

  /** What B (A x) is multiplied with. */
  public double scale() {
    return scale;
  }

  /**
   * The matrices of a module, if the adapter has a say there.
   *
   * @param module for example {@code model.layers.0.self_attn.q_proj}
   */
  public Optional<Pair> find(String module, int inputs, int outputs) {
    var a = checkpoint.find(PREFIX + module + ".lora_A.weight", rank, inputs);
    var b = checkpoint.find(PREFIX + module + ".lora_B.weight", outputs, rank);
    if (a.isPresent() != b.isPresent()) {
      throw Broken.file(
          checkpoint.source(),
          "of module \"" + module + "\" there is only one of lora_A and lora_B");
    }
    return a.map(found -> new Pair(found.floats(), b.orElseThrow().floats()));
  }

  /**
   * Refuses an adapter that lacks matrices of a module that its configuration targets. A pattern of
   * modules, or a list of layers, is taken at its word.
   */
  public void requireTargets(Set<String> modules) {
    if (targets.isEmpty()) {
      return;
    }
    for (var module : modules) {
      var targeted = targets.stream().anyMatch(each -> ("." + module).endsWith("." + each));
      if (targeted && !checkpoint.names().contains(PREFIX + module + ".lora_A.weight")) {
        throw Broken.file(
            checkpoint.source(), "the targeted module \"" + module + "\" has no matrices");
      }
    }
    for (var target : targets) {
      if (modules.stream().noneMatch(module -> ("." + module).endsWith("." + target))) {
        throw Broken.unsupported(
            folder.resolve(CONFIG), "\"target_modules\" names \"" + target + "\"");
      }
    }
  }

  /** Refuses tensors of other modules than these. */
  public void requireOnly(Set<String> modules) {
    var known = new HashSet<String>();
    for (var module : modules) {
      known.add(PREFIX + module + ".lora_A.weight");
      known.add(PREFIX + module + ".lora_B.weight");
    }
    for (var name : checkpoint.names()) {
      if (!known.contains(name)) {
        throw Broken.file(checkpoint.source(), "tensor \"" + name + "\" has no place in the model");
      }
    }
  }

  @Override
  public void close() {
    checkpoint.close();
  }
}
