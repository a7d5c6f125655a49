package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a safetensors file: tensors by name, in the order in which they were added. */
public final class SafetensorsWriter {

  /** How values are stored. */
  public enum Format {
    F32(4),
    /** Rounded to the nearest, ties to even. */
    BF16(2);

    private final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }
  }

  private record Entry(float[] values, List<Long> shape) {}

  private static final int ALIGNMENT = 8;

  private final Format format;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  public SafetensorsWriter(Format format) {
    this.format = format;
  }

  /**
   * Adds a tensor; the values are not copied.
   *
   * @param shape sizes of the dimensions, outermost first; their product is the number of values
   */
  public SafetensorsWriter add(String name, float[] values, long... shape) {
    var size = 1L;
    for (var dimension : shape) {
      size *= dimension;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(name + " has " + values.length + " values, not " + size);
    }
    if (entries.putIfAbsent(name, new Entry(values, boxed(shape))) != null) {
      throw new IllegalArgumentException("two tensors named " + name);
    }
    return this;
  }

  private static List<Long> boxed(long... shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Writes the file; an existing one is replaced. */
  public void write(Path file) throws IOException {
    var header = header();
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(header.length).array());
      out.write(header);
      for (var entry : entries.values()) {
        out.write(bytes(entry.values()));
      }
    }
  }

  private byte[] header() throws IOException {
    var header = new LinkedHashMap<String, Object>();
    header.put("__metadata__", Map.of("format", "pt"));
    var offset = 0L;
    for (var entry : entries.entrySet()) {
      var end = offset + (long) entry.getValue().values().length * format.bytes;
      var described = new LinkedHashMap<String, Object>();
      described.put("dtype", format.name());
      described.put("shape", entry.getValue().shape());
      described.put("data_offsets", List.of(offset, end));
      header.put(entry.getKey(), described);
      offset = end;
    }
    var json = new ObjectMapper().writeValueAsBytes(header);
    var padded = new byte[(json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return padded;
  }

  private byte[] bytes(float[] values) {
    var buffer = ByteBuffer.allocate(values.length * format.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (var value : values) {
      if (format == Format.F32) {
        buffer.putFloat(value);
      } else {
        buffer.putShort(bf16(value));
      }
    }
    return buffer.array();
  }

  /** The bits of the nearest bfloat16. */
  static short bf16(float value) {
    var bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
