package dev.atrium.platform.inference.model.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes LoRA adapters with random weights for all linear modules of a model, as PEFT does. */
public final class SampleAdapter {
  private static final float SPREAD = 0.02f;

  private final ModelConfig config;
  private final int rank;
  private final Random random;
  private final SafetensorsWriter writer = new SafetensorsWriter(SafetensorsWriter.Format.F32);

  private SampleAdapter(ModelConfig config, int rank, long seed) {
    this.config = config;
    this.rank = rank;
    this.random = new Random(seed);
  }

  /** Writes the folder, which may exist. The same seed gives the same weights. */
  public static void write(ModelConfig config, int rank, long seed, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    var sample = new SampleAdapter(config, rank, seed);
    for (var layer = 0; layer < config.layers(); layer++) {
      sample.addLayer("model.layers." + layer + ".");
    }
    sample.writer.write(folder.resolve("adapter_model.safetensors"));
    var settings =
        Map.of(
            "peft_type",
            "LORA",
            "r",
            rank,
            "lora_alpha",
            2 * rank,
            "target_modules",
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"));
    new ObjectMapper().writeValue(folder.resolve("adapter_config.json").toFile(), settings);
  }

  private void addLayer(String layer) {
    var hidden = config.hidden();
    var query = config.heads() * config.headDimension();
    var key = config.kvHeads() * config.headDimension();
    var wide = config.intermediate();
    add(layer + "self_attn.q_proj", hidden, query);
    add(layer + "self_attn.k_proj", hidden, key);
    add(layer + "self_attn.v_proj", hidden, key);
    add(layer + "self_attn.o_proj", query, hidden);
    add(layer + "mlp.gate_proj", hidden, wide);
    add(layer + "mlp.up_proj", hidden, wide);
    add(layer + "mlp.down_proj", wide, hidden);
  }

  private void add(String module, int inputs, int outputs) {
    writer.add(
        "base_model.model." + module + ".lora_A.weight", numbers(rank * inputs), rank, inputs);
    writer.add(
        "base_model.model." + module + ".lora_B.weight", numbers(outputs * rank), outputs, rank);
  }

  private float[] numbers(int count) {
    var values = new float[count];
    for (var i = 0; i < count; i++) {
      values[i] = (random.nextFloat() - 0.5f) * SPREAD;
    }
    return values;
  }
}
