package dev.atrium.platform.inference.model.sample;

import dev.atrium.platform.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model folder for the length of a measurement: made and removed, or one that exists. */
public final class TemporaryModel implements AutoCloseable {
  private static final long SEED = 1;

  private final Path root;
  private final Path path;
  private final boolean made;

  private TemporaryModel(Path root, Path path, boolean made) {
    this.root = root;
    this.path = path;
    this.made = made;
  }

  /** Makes a model of the shape in the folder for temporary files. */
  public static TemporaryModel make(ModelShape shape) throws IOException {
    var root = Files.createTempDirectory("atrium-model");
    var model = new TemporaryModel(root, root.resolve(shape.label()), true);
    try {
      SampleModel.write(shape, SEED, model.path);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** A folder that stays. */
  public static TemporaryModel existing(Path path) {
    return new TemporaryModel(path, path, false);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (made) {
      FolderTree.delete(root);
    }
  }
}
