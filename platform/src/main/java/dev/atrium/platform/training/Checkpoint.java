package dev.atrium.platform.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.training.Learner.Part;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as it stands between two steps: enough to go on exactly as if it had never stopped. One
 * file, written beside and moved into place, so that a crash leaves the last good one.
 *
 * @param step number of steps done
 * @param position of the next batch
 * @param tokens seen so far, padding included
 * @param millis spent so far
 * @param parts weights and moments in the order of {@link Part}
 */
public record Checkpoint(
    Recipe recipe,
    long step,
    BatchStream.Position position,
    long tokens,
    long millis,
    List<List<float[]>> parts) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What stands before the numbers. */
  private record Header(
      Recipe recipe, long step, BatchStream.Position position, long tokens, long millis) {}

  /** Writes the file, replacing an older one. */
  public void write(Path file) throws IOException {
    var beside = file.resolveSibling(file.getFileName() + ".part");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside)))) {
      out.writeUTF(JSON.writeValueAsString(new Header(recipe, step, position, tokens, millis)));
      for (var part : parts) {
        for (var values : part) {
          var buffer = ByteBuffer.allocate(values.length * Float.BYTES);
          buffer.asFloatBuffer().put(values);
          out.write(buffer.array());
        }
      }
    }
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads a file that {@link #write} wrote. */
  public static Checkpoint read(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      var header = JSON.readValue(in.readUTF(), Header.class);
      var layout = new Layout(header.recipe().shape(), header.recipe().vocabulary()).tensors();
      var parts = new ArrayList<List<float[]>>();
      for (var i = 0; i < Part.values().length; i++) {
        var part = new ArrayList<float[]>();
        for (var tensor : layout) {
          var values = new float[tensor.size()];
          var bytes = new byte[values.length * Float.BYTES];
          in.readFully(bytes);
          ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
          part.add(values);
        }
        parts.add(part);
      }
      return new Checkpoint(
          header.recipe(),
          header.step(),
          header.position(),
          header.tokens(),
          header.millis(),
          parts);
    }
  }
}
