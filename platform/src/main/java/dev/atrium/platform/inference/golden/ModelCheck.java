package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.torch.AdapterTrainer;
import dev.atrium.platform.inference.torch.TorchModelRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Compares a model with a file of expected results. */
public final class ModelCheck {
  private final EngineSettings settings;

  /** What came of a file. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The file expects what is not built yet. */
    NOT_YET
  }

  /**
   * @param model the name that the file gives
   */
  public record Report(Path file, String model, Outcome outcome, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param settings sequences and number format of the models that are loaded
   */
  public ModelCheck(EngineSettings settings) {
    this.settings = settings;
  }

  /** Loads the model that the file names and compares. */
  public Report check(Path file) {
    var golden = GoldenFile.read(file);
    var findings =
        switch (golden.kind()) {
          case LOGITS -> checkLogits(golden);
          case MIXED_BATCH -> checkMixedBatch(golden);
          case TOKENIZER -> checkText(golden, true);
          case CHAT -> checkText(golden, false);
          case TRAINING -> checkTraining(golden);
        };
    return new Report(file, golden.json().get("model").textValue(), outcome(findings), findings);
  }

  private static Outcome outcome(List<Finding> findings) {
    if (findings.isEmpty()) {
      return Outcome.NOT_YET;
    }
    return findings.stream().allMatch(Finding::passes) ? Outcome.PASSED : Outcome.FAILED;
  }

  private List<Finding> checkLogits(GoldenFile golden) {
    try (var folder = ModelFolder.open(golden.modelFolder());
        var runner = TorchModelRunner.load(folder, settings)) {
      var adapter = adapter(golden, runner, golden.json().path("adapter"));
      return new LogitsGolden(golden.json(), runner).checkEach(adapter);
    }
  }

  private List<Finding> checkMixedBatch(GoldenFile golden) {
    var rows = golden.json().get("rows");
    var enough = settings.withSequences(Math.max(1, rows.size()));
    try (var folder = ModelFolder.open(golden.modelFolder());
        var runner = TorchModelRunner.load(folder, enough)) {
      var adapters = new ArrayList<Integer>();
      var loaded = new HashMap<JsonNode, Integer>();
      for (var row : rows) {
        adapters.add(
            loaded.computeIfAbsent(row.path("adapter"), name -> adapter(golden, runner, name)));
      }
      return new LogitsGolden(golden.json(), runner).checkTogether(adapters);
    }
  }

  private static List<Finding> checkTraining(GoldenFile golden) {
    var path = golden.beside(golden.json().path("adapter").asText());
    try (var folder = ModelFolder.open(golden.modelFolder());
        var adapter = AdapterFolder.open(path)) {
      return new TrainingGolden(golden.json(), () -> AdapterTrainer.load(folder, adapter)).check();
    }
  }

  private static int adapter(GoldenFile golden, TorchModelRunner runner, JsonNode name) {
    if (!name.isTextual()) {
      return Row.NO_ADAPTER;
    }
    try (var folder = AdapterFolder.open(golden.beside(name.textValue()))) {
      return runner.loadAdapter(folder);
    }
  }

  private static List<Finding> checkText(GoldenFile golden, boolean tokenizer) {
    try (var folder = ModelFolder.open(golden.modelFolder())) {
      var text = new TextGolden(golden.json(), folder);
      return tokenizer ? text.checkTokenizer() : text.checkChat();
    }
  }
}
