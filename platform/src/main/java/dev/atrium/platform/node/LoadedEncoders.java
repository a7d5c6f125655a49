package dev.atrium.platform.node;

import dev.atrium.platform.config.Settings;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.encoder.EncoderReplica;
import dev.atrium.platform.inference.encoder.EncoderSettings;
import dev.atrium.platform.inference.torch.TorchEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node's encoders and what the catalogue says of them. */
record LoadedEncoders(List<Encoder> encoders) implements AutoCloseable {
  LoadedEncoders {
    encoders = List.copyOf(encoders);
  }

  /** One of them. */
  record Encoder(EncoderReplica replica, ModelCatalogue.Model entry) {}

  /** Loads the encoders of the settings; blocks. All or none. */
  static LoadedEncoders load(Settings settings) {
    var loaded = new ArrayList<Encoder>();
    var names = new ArrayList<>(List.of(LoadedModel.name(settings.model())));
    try {
      for (var folder : settings.encoders()) {
        requireNew(names, folder);
        var replica = TorchEncoder.serve(folder, EncoderSettings.DEFAULT);
        var info = replica.info();
        var entry =
            new ModelCatalogue.Model(info.name(), info.version(), LoadedModel.laidHere(folder));
        loaded.add(new Encoder(replica, entry));
      }
      return new LoadedEncoders(loaded);
    } catch (RuntimeException failure) {
      loaded.forEach(each -> each.replica().close());
      throw failure;
    }
  }

  private static void requireNew(List<String> names, Path folder) {
    var name = LoadedModel.name(folder);
    if (names.contains(name)) {
      throw AtriumException.caller(
          "model_name_taken",
          "Two models are called '%s'; a model's name is that of its folder.".formatted(name));
    }
    names.add(name);
  }

  List<ModelCatalogue.Model> entries() {
    return encoders.stream().map(Encoder::entry).toList();
  }

  @Override
  public void close() {
    encoders.forEach(each -> each.replica().close());
  }
}
