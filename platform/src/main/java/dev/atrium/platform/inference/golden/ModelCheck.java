package dev.atrium.platform.inference.golden;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.torch.TorchModelRunner;
import java.nio.file.Path;
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
          case LOGITS -> golden.hasAdapter() ? List.<Finding>of() : checkLogits(golden);
          case TOKENIZER -> checkText(golden, true);
          case CHAT -> checkText(golden, false);
          case MIXED_BATCH, TRAINING -> List.<Finding>of();
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
      return new LogitsGolden(golden.json(), runner).check();
    }
  }

  private static List<Finding> checkText(GoldenFile golden, boolean tokenizer) {
    try (var folder = ModelFolder.open(golden.modelFolder())) {
      var text = new TextGolden(golden.json(), folder);
      return tokenizer ? text.checkTokenizer() : text.checkChat();
    }
  }
}
