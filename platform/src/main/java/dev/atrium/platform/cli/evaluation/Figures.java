package dev.atrium.platform.cli.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Path;

/** Writes figures for programs. */
public final class Figures {
  private Figures() {}

  /**
   * Writes them as JSON.
   *
   * @throws AtriumException {@code figures_unwritable} (OUTSIDE)
   */
  public static void write(Path file, Object figures) {
    try {
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), figures);
    } catch (IOException failure) {
      throw AtriumException.outside(
          "figures_unwritable", "The file " + file + " cannot be written.", failure);
    }
  }
}
