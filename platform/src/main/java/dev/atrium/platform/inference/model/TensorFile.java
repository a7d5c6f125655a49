package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file that is being written, tensor by tensor, without holding more than one in
 * memory: first what will be there, then the bytes in the same order.
 */
public final class TensorFile implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  /**
   * A tensor that will be written.
   *
   * @param shape sizes of the dimensions, outermost first
   */
  public record Entry(String name, TensorType type, List<Long> shape) {
    public Entry {
      shape = List.copyOf(shape);
    }

    /** Bytes that it takes. */
    public long bytes() {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  private final FileChannel channel;
  private long missing;

  private TensorFile(FileChannel channel, long missing) {
    this.channel = channel;
    this.missing = missing;
  }

  /** Writes the header; an existing file is replaced. */
  public static TensorFile create(Path file, List<Entry> entries, Map<String, String> metadata)
      throws IOException {
    var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      var out = new TensorFile(channel, entries.stream().mapToLong(TensorFile.Entry::bytes).sum());
      out.writeAll(header(entries, metadata));
      return out;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Writes the next bytes, little endian. */
  public void write(ByteBuffer bytes) throws IOException {
    missing -= bytes.remaining();
    writeAll(bytes);
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer header(List<Entry> entries, Map<String, String> metadata)
      throws IOException {
    var header = new LinkedHashMap<String, Object>();
    header.put("__metadata__", metadata);
    var offset = 0L;
    for (var entry : entries) {
      var described = new LinkedHashMap<String, Object>();
      described.put("dtype", entry.type().name());
      described.put("shape", entry.shape());
      described.put("data_offsets", List.of(offset, offset + entry.bytes()));
      header.put(entry.name(), described);
      offset += entry.bytes();
    }
    var json = new ObjectMapper().writeValueAsBytes(header);
    var length = (json.length + Long.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) ' ');
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length - Long.BYTES).put(json);
    return buffer.rewind();
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException if not exactly what was announced has been written
   */
  @Override
  public void close() throws IOException {
    channel.close();
    if (missing != 0) {
      throw new IllegalStateException(missing + " bytes were announced and not written");
    }
  }
}
