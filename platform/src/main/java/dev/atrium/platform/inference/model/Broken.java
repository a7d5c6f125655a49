package dev.atrium.platform.inference.model;

import dev.atrium.platform.failure.AtriumException;
import java.nio.file.Path;

/** The two things that can be wrong with a model folder. */
final class Broken {
  private Broken() {}

  /** The file says something that can't be true. */
  static AtriumException file(Path file, String problem) {
    return AtriumException.outside("model_broken", file + ": " + problem + ".");
  }

  static AtriumException file(Path file, String problem, Throwable cause) {
    return AtriumException.outside("model_broken", file + ": " + problem + ".", cause);
  }

  /** The file asks for something that is not built. */
  static AtriumException unsupported(Path file, String feature) {
    return AtriumException.outside(
        "model_unsupported", file + ": " + feature + ", which Atrium does not support.");
  }
}
