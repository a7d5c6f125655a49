package dev.atrium.platform.inference.model;

import dev.atrium.platform.inference.engine.Pooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * How a model was made to be pooled: {@code 1_Pooling/config.json}, as sentence-transformers writes
 * it. What follows the pooling there must change no direction.
 */
public final class PoolingReader {
  private static final String MODE = "pooling_mode_";

  private PoolingReader() {}

  /**
   * The folder's pooling; the mean if it says nothing.
   *
   * @throws dev.atrium.platform.failure.AtriumException OUTSIDE if it asks for what is not built
   */
  public static Pooling read(Path folder) {
    refuseFurtherLayers(folder);
    var file = folder.resolve("1_Pooling").resolve("config.json");
    return JsonFile.readIfPresent(file).map(PoolingReader::pooling).orElse(Pooling.MEAN);
  }

  private static Pooling pooling(JsonFile json) {
    var modes = new ArrayList<String>();
    for (var property : json.root().properties()) {
      if (property.getKey().startsWith(MODE) && property.getValue().asBoolean()) {
        modes.add(property.getKey());
      }
    }
    return switch (modes.size() == 1 ? modes.getFirst() : String.join(" with ", modes)) {
      case MODE + "mean_tokens" -> Pooling.MEAN;
      case MODE + "cls_token" -> Pooling.FIRST;
      case MODE + "lasttoken" -> Pooling.LAST;
      default -> throw Broken.unsupported(json.file(), "the pooling is " + modes);
    };
  }

  /** A list of modules is no object, so its types are looked for in the text. */
  private static void refuseFurtherLayers(Path folder) {
    if (Files.isDirectory(folder.resolve("2_Dense"))) {
      throw Broken.unsupported(folder.resolve("modules.json"), "a dense layer follows the pooling");
    }
  }
}
