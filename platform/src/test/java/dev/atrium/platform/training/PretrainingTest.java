package dev.atrium.platform.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.inference.torch.TorchLearner;
import dev.atrium.platform.training.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {

  private static final Recipe TINY =
      Recipe.shipped()
          .withVocabulary(600)
          .withShape(new Recipe.Shape(1, 16, 2, 2, 24, 10_000, 1e-6))
          .withTokensPerStep(1024);

  @TempDir private Path folder;

  private Checkpoint run(String name, int steps, boolean resume) throws IOException {
    var out = folder.resolve(name);
    var plan = new Pretraining.Plan(out, resume, Optional.empty(), Duration.ofHours(1), 8);
    new Pretraining(TINY.withSteps(steps), plan, Corpus.invented(), TorchLearner::new, line -> {})
        .run();
    return Checkpoint.read(out.resolve("checkpoint/last.bin"));
  }

  @Test
  void run_sameSeed_givesTheSameWeights() throws IOException {
    assertThat(run("one", 3, false).parts())
        .usingRecursiveComparison()
        .isEqualTo(run("two", 3, false).parts());
  }

  @Test
  void run_resumed_equalsAnUninterruptedRun() throws IOException {
    // Both are in the plateau of the rate, so the length of the run does not matter yet.
    run("parts", 3, false);
    var resumed = run("parts", 6, true);
    var through = run("through", 6, false);
    assertThat(resumed.position()).isEqualTo(through.position());
    assertThat(resumed.tokens()).isEqualTo(through.tokens());
    assertThat(resumed.parts()).usingRecursiveComparison().isEqualTo(through.parts());
  }

  @Test
  void run_resumedWithAnotherRecipe_saysSo() throws IOException {
    run("other", 1, false);
    var plan =
        new Pretraining.Plan(
            folder.resolve("other"), true, Optional.empty(), Duration.ofHours(1), 8);
    var pretraining =
        new Pretraining(TINY.withSeed(9), plan, Corpus.invented(), TorchLearner::new, line -> {});
    assertThatThrownBy(pretraining::run).hasMessageContaining("another recipe");
  }

  @Test
  void run_lines_tellLossSpeedAndTimeLeft() throws IOException {
    var lines = new ArrayList<String>();
    var plan =
        new Pretraining.Plan(
            folder.resolve("told"), false, Optional.empty(), Duration.ofHours(1), 8);
    new Pretraining(TINY.withSteps(2), plan, Corpus.invented(), TorchLearner::new, lines::add)
        .run();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("\r") && line.matches("(?s).*loss \\d.* tokens/s.* left"))
        .anyMatch(line -> line.startsWith("copied en"));
    assertThat(List.of("config.json", "model.safetensors", "tokenizer.json"))
        .allSatisfy(name -> assertThat(folder.resolve("told").resolve(name)).exists());
  }
}
