package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleAdapter;
import dev.atrium.platform.inference.model.sample.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned is what serves: both compute the same probabilities. */
class AdapterTrainerTest {
  private static final int LENGTH = 60;

  @TempDir Path model;
  @TempDir Path adapter;

  @BeforeEach
  void makeModel() throws IOException {
    SampleModel.write(ModelShape.TINY, 7, model);
    SampleAdapter.write(ModelFolder.configOf(model), 4, 3, adapter);
  }

  @Test
  void loss_wholeContext_isTheServedModels() {
    assertThat(learned()).isCloseTo(served(), within(1e-4));
  }

  @Test
  void loss_slidingWindowShorterThanTheText_isTheServedModels() throws IOException {
    var whole = served();
    var config = model.resolve("config.json");
    var text = Files.readString(config).replace("\"qwen2\"", "\"mistral\",\"sliding_window\":16");
    Files.writeString(config, text);

    assertThat(Math.abs(served() - whole)).isGreaterThan(1e-3);
    assertThat(learned()).isCloseTo(served(), within(1e-4));
  }

  private static int[] tokens() {
    return new Random(5).ints(LENGTH, 0, 590).toArray();
  }

  private double learned() {
    var targets = new long[LENGTH];
    Arrays.fill(targets, 1, LENGTH, 1);
    var ids = Arrays.stream(tokens()).asLongStream().toArray();
    try (var folder = ModelFolder.open(model);
        var weights = AdapterFolder.open(adapter);
        var trainer = AdapterTrainer.load(folder, weights)) {
      return trainer.loss(new AdapterTrainer.Batch(1, ids, targets));
    }
  }

  private double served() {
    try (var folder = ModelFolder.open(model);
        var weights = AdapterFolder.open(adapter);
        var runner = TorchModelRunner.load(folder, EngineSettings.DEFAULT.withSequences(1))) {
      var index = runner.loadAdapter(weights);
      var plan = new StepPlan(List.of(new Row(0, 0, tokens(), Optional.empty(), index)));
      return meanLoss(runner.score(plan).logits(), runner.vocabularySize());
    }
  }

  private static double meanLoss(float[] logits, int width) {
    var tokens = tokens();
    var sum = 0.0;
    for (var i = 0; i + 1 < LENGTH; i++) {
      var total = 0.0;
      for (var token = 0; token < width; token++) {
        total += Math.exp(logits[i * width + token]);
      }
      sum += Math.log(total) - logits[i * width + tokens[i + 1]];
    }
    return sum / (LENGTH - 1);
  }
}
