package dev.atrium.platform.inference.model;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of a folder: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} names. Mapped, not read; closing unmaps.
 */
public final class Checkpoint implements AutoCloseable {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path source;
  private final Arena arena;
  private final Map<String, StoredTensor> tensors;

  private Checkpoint(Path source, Arena arena, Map<String, StoredTensor> tensors) {
    this.source = source;
    this.arena = arena;
    this.tensors = tensors;
  }

  /** Maps the weights of a model folder. */
  public static Checkpoint open(Path folder) {
    var index = folder.resolve(INDEX);
    return Files.exists(index) ? openShards(folder, index) : openFile(folder.resolve(SINGLE));
  }

  /** Maps one file. */
  @SuppressWarnings("MustBeClosed") // the checkpoint closes it
  public static Checkpoint openFile(Path file) {
    var arena = Arena.ofShared();
    try {
      return new Checkpoint(file, arena, SafetensorsFile.map(file, arena).tensors());
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosed") // the checkpoint closes it
  private static Checkpoint openShards(Path folder, Path index) {
    var places =
        JsonFile.read(index)
            .object("weight_map")
            .orElseThrow(() -> Broken.file(index, "\"weight_map\" is missing"));
    var arena = Arena.ofShared();
    try {
      var shards = new LinkedHashMap<String, SafetensorsFile>();
      var tensors = new LinkedHashMap<String, StoredTensor>();
      for (var property : places.root().properties()) {
        var name = property.getKey();
        var shard = shards.computeIfAbsent(places.text(name), f -> shard(folder, index, f, arena));
        tensors.put(name, tensorOf(shard, index, name));
      }
      return new Checkpoint(index, arena, tensors);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static SafetensorsFile shard(Path folder, Path index, String name, Arena arena) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw Broken.file(index, "\"" + name + "\" is no file name");
    }
    return SafetensorsFile.map(folder.resolve(name), arena);
  }

  private static StoredTensor tensorOf(SafetensorsFile shard, Path index, String name) {
    var tensor = shard.tensors().get(name);
    if (tensor == null) {
      throw Broken.file(index, "tensor \"" + name + "\" is not in " + shard.file().getFileName());
    }
    return tensor;
  }

  /** The file that says which tensors there are. */
  public Path source() {
    return source;
  }

  public Set<String> names() {
    return tensors.keySet();
  }

  /** The tensor, which must have this shape. */
  public StoredTensor tensor(String name, long... shape) {
    return find(name, shape)
        .orElseThrow(() -> Broken.file(source, "tensor \"" + name + "\" is missing"));
  }

  /** The element type of a tensor that is there. */
  public TensorType type(String name) {
    return required(name).type();
  }

  /** The shape of a tensor that is there. */
  public List<Long> shape(String name) {
    return required(name).shape();
  }

  private StoredTensor required(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw Broken.file(source, "tensor \"" + name + "\" is missing");
    }
    return tensor;
  }

  /** The tensor if it is there; then it must have this shape. */
  public Optional<StoredTensor> find(String name, long... shape) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      return Optional.empty();
    }
    var wanted = Arrays.stream(shape).boxed().toList();
    if (!tensor.shape().equals(wanted)) {
      throw Broken.file(
          source,
          "tensor \"%s\" has shape %s where %s is needed".formatted(name, tensor.shape(), wanted));
    }
    return Optional.of(tensor);
  }

  /** All tensors, as stored. */
  public List<StoredTensor> all() {
    return List.copyOf(tensors.values());
  }

  @Override
  public void close() {
    arena.close();
  }
}
