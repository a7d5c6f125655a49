package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.ModelInfo;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.ModelRunner;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.ModelFolder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Opens model folders for serving. */
public final class TorchModels {
  private TorchModels() {}

  /**
   * Loads a folder and serves it on a thread of its own; returns when it is ready.
   *
   * @throws AtriumException OUTSIDE if the folder is broken or asks for what is not supported
   */
  public static ModelReplica load(Path path, EngineSettings settings) {
    return load(path, settings, UnaryOperator.identity());
  }

  /**
   * The same, with something around the runner that sees every step.
   *
   * @param around called once, on the thread that owns the runner
   */
  public static ModelReplica load(
      Path path, EngineSettings settings, UnaryOperator<ModelRunner> around) {
    var folder = ModelFolder.open(path);
    try {
      return ModelReplica.start(
          info(folder, settings),
          folder,
          settings,
          () -> around.apply(TorchModelRunner.load(folder, settings)));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Reads a PEFT folder for a model; any thread.
   *
   * @throws AtriumException OUTSIDE if it is broken or does not fit the model
   */
  public static AdapterWeights adapter(Path adapter, Path model) {
    try (var folder = AdapterFolder.open(adapter)) {
      return TorchModelRunner.read(folder, ModelFolder.configOf(model));
    }
  }

  private static ModelInfo info(ModelFolder folder, EngineSettings settings) {
    return new ModelInfo(
        folder.name(),
        folder.version(),
        folder.config().vocabulary(),
        TorchModelRunner.contextTokens(folder.config(), settings),
        folder.endTokens(),
        folder.samplingDefaults());
  }
}
