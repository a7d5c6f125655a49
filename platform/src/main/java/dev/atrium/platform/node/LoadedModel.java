package dev.atrium.platform.node;

import dev.atrium.platform.config.Settings;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.Pooling;
import dev.atrium.platform.inference.model.PoolingReader;
import dev.atrium.platform.inference.torch.TorchModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The node's model and what the catalogue says of it. */
record LoadedModel(ModelReplica replica, ModelCatalogue.Model entry, Path folder)
    implements AutoCloseable {

  /** Loads the model of the settings; blocks. */
  static LoadedModel load(Settings settings) {
    var replica = TorchModels.load(settings.model(), engine(settings));
    var info = replica.info();
    var entry = new ModelCatalogue.Model(info.name(), info.version(), laidHere(settings.model()));
    var model = new LoadedModel(replica, entry, settings.model());
    new TenantAdapters(model).publish(settings.tenants(), settings.dataDirectory());
    return model;
  }

  /** How its texts become vectors. */
  Pooling pooling() {
    return PoolingReader.read(folder);
  }

  /** Reads a PEFT folder for this model. */
  AdapterWeights adapter(Path peft) {
    return TorchModels.adapter(peft, folder);
  }

  private static EngineSettings engine(Settings settings) {
    var inference = settings.inference();
    var usual = EngineSettings.DEFAULT;
    return new EngineSettings(
        inference.sequences(),
        inference.contextTokens(),
        inference.queue(),
        inference.tenantQueue(),
        usual.prefillTokens(),
        usual.prefillTokensBesideDecoding(),
        EngineSettings.Precision.valueOf(inference.precision().name()),
        settings.drain(),
        inference.kvBytes(),
        inference.sharedPrompts().map(LoadedModel::texts).orElse(List.of()));
  }

  /** The text files of a folder, without what is hidden. */
  private static List<String> texts(Path folder) {
    try (var files = Files.list(folder)) {
      var texts = new ArrayList<String>();
      for (var file : files.sorted().toList()) {
        if (Files.isRegularFile(file) && !Files.isHidden(file)) {
          texts.add(Files.readString(file).strip());
        }
      }
      return texts;
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "prompts_unreadable", "Cannot read the texts of " + folder + ".", unreadable);
    }
  }

  /** The name that a model has from its folder. */
  static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  static Instant laidHere(Path folder) {
    try {
      return Files.getLastModifiedTime(folder.resolve("config.json")).toInstant();
    } catch (IOException unreadable) {
      throw AtriumException.outside("model_unreadable", "Cannot read " + folder + ".", unreadable);
    }
  }

  /** For people. */
  String description() {
    return "%s (%d tokens of context)".formatted(entry.id(), replica.info().contextTokens());
  }

  @Override
  public void close() {
    replica.close();
  }
}
