package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A .safetensors file, mapped: eight bytes with the header's length, a JSON header, the data. The
 * tensors must fill the data exactly, without overlap or gap, as the format says.
 */
final class SafetensorsFile {
  private static final int LENGTH_BYTES = 8;
  private static final long LARGEST_HEADER = 100_000_000;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}

  private final Path file;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsFile(Path file, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /** Maps the file for as long as the arena lives. */
  static SafetensorsFile map(Path file, Arena arena) {
    try (var channel = FileChannel.open(file)) {
      var size = channel.size();
      if (size < LENGTH_BYTES) {
        throw Broken.file(file, "has " + size + " bytes, too few for a header");
      }
      var memory = channel.map(MapMode.READ_ONLY, 0, size, arena);
      return parse(file, memory);
    } catch (NoSuchFileException e) {
      throw Broken.file(file, "is missing");
    } catch (IOException e) {
      throw Broken.file(file, "can't be read", e);
    }
  }

  Path file() {
    return file;
  }

  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  private static SafetensorsFile parse(Path file, MemorySegment memory) {
    var length = memory.get(LENGTH, 0);
    if (length < 0 || length > memory.byteSize() - LENGTH_BYTES) {
      throw Broken.file(
          file,
          "says its header has " + Long.toUnsignedString(length) + " bytes, more than it has");
    }
    if (length > LARGEST_HEADER) {
      throw Broken.file(file, "has a header of " + length + " bytes, over the limit of 100 MB");
    }
    var header =
        JsonFile.parse(file, memory.asSlice(LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE));
    var data = memory.asSlice(LENGTH_BYTES + length);
    var entries = entries(header);
    requireExactFill(file, entries, data.byteSize());
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (var entry : entries) {
      var slice = data.asSlice(entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), new StoredTensor(entry.name(), entry.type(), entry.shape(), slice));
    }
    return new SafetensorsFile(file, Collections.unmodifiableMap(tensors));
  }

  private static List<Entry> entries(JsonFile header) {
    var entries = new ArrayList<Entry>();
    for (var property : header.root().properties()) {
      if (!property.getKey().equals("__metadata__")) {
        entries.add(entry(header.file(), property.getKey(), property.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode value) {
    var shape = naturals(file, name, value.path("shape"), "shape");
    var offsets = naturals(file, name, value.path("data_offsets"), "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw Broken.file(file, "tensor \"" + name + "\" has no begin and end in \"data_offsets\"");
    }
    var type = type(file, name, value.path("dtype").asText(""));
    var entry = new Entry(name, type, shape, offsets.get(0), offsets.get(1));
    requireSize(file, entry);
    return entry;
  }

  private static TensorType type(Path file, String name, String dtype) {
    return switch (dtype) {
      case "F32" -> TensorType.F32;
      case "F16" -> TensorType.F16;
      case "BF16" -> TensorType.BF16;
      case "I8" -> TensorType.I8;
      case "I64" -> TensorType.I64;
      default ->
          throw Broken.unsupported(file, "tensor \"" + name + "\" has dtype \"" + dtype + "\"");
    };
  }

  private static List<Long> naturals(Path file, String name, JsonNode array, String key) {
    var values = new ArrayList<Long>();
    if (!array.isArray()) {
      throw Broken.file(file, "tensor \"" + name + "\" has no list \"" + key + "\"");
    }
    for (var value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw Broken.file(file, "tensor \"" + name + "\" has a wrong number in \"" + key + "\"");
      }
      values.add(value.longValue());
    }
    return values;
  }

  private static void requireSize(Path file, Entry entry) {
    var needed = (long) entry.type().bytes();
    try {
      for (var dimension : entry.shape()) {
        needed = Math.multiplyExact(needed, dimension);
      }
    } catch (ArithmeticException e) {
      throw Broken.file(file, "tensor \"" + entry.name() + "\" has an impossible shape");
    }
    if (needed != entry.end() - entry.begin()) {
      throw Broken.file(
          file,
          "tensor \"%s\" of shape %s and type %s needs %d bytes but has %d"
              .formatted(
                  entry.name(), entry.shape(), entry.type(), needed, entry.end() - entry.begin()));
    }
  }

  private static void requireExactFill(Path file, List<Entry> entries, long dataSize) {
    var at = 0L;
    for (var entry : entries) {
      if (entry.begin() < at) {
        throw Broken.file(file, "tensor \"" + entry.name() + "\" overlaps another");
      }
      if (entry.begin() > at) {
        throw Broken.file(file, "there is a gap before tensor \"" + entry.name() + "\"");
      }
      if (entry.end() > dataSize) {
        throw Broken.file(file, "tensor \"" + entry.name() + "\" ends outside the file");
      }
      at = entry.end();
    }
    if (at != dataSize) {
      throw Broken.file(file, "has " + (dataSize - at) + " bytes that belong to no tensor");
    }
  }
}
