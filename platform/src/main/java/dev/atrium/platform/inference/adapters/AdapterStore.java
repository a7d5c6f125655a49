package dev.atrium.platform.inference.adapters;

import dev.atrium.platform.calls.AdapterCalls.Adapter;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The adapters that were uploaded to this node: {@code adapters/<tenant>/<name>}. A folder comes to
 * its name whole, by renaming; a start mends what a kill left half-way. Used by one thread at a
 * time.
 */
public final class AdapterStore {
  static final int MOST = 64;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final String BEFORE = "before";

  private final Path adapters;
  private final Path uploads;

  private AdapterStore(Path adapters, Path uploads) {
    this.adapters = adapters;
    this.uploads = uploads;
  }

  /** Opens the store below a data directory and mends it. */
  public static AdapterStore open(Path directory) {
    var store =
        new AdapterStore(directory.resolve("adapters"), directory.resolve("adapter-uploads"));
    try {
      store.mend();
      return store;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** Puts back what was moved away for a successor that never came; drops what never got a name. */
  private void mend() throws IOException {
    Files.createDirectories(adapters);
    for (var tenant : folders(uploads.resolve(BEFORE))) {
      for (var before : folders(tenant)) {
        var target = adapters.resolve(tenant.getFileName()).resolve(before.getFileName());
        if (!Files.exists(target)) {
          Files.createDirectories(adapters.resolve(tenant.getFileName()));
          Files.move(before, target);
        }
      }
    }
    delete(uploads);
    Files.createDirectories(uploads);
  }

  /**
   * Installs an adapter, new or instead of the one of that name.
   *
   * @param check throws if the folder does not fit the model
   * @param publish lets it be asked for; if it throws, the one before is back
   * @throws AtriumException CALLER {@code adapter_refused}, with a sentence
   */
  Adapter install(
      TenantId tenant, String name, Path archive, Consumer<Path> check, Consumer<Path> publish) {
    requireRoom(tenant, name);
    var folder = uploads.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectory(folder);
      AdapterArchive.unpack(archive, folder);
      requireFitting(folder, check);
      replace(tenant, name, folder, publish);
      return describe(path(tenant, name));
    } catch (IOException failure) {
      throw unusable(failure);
    } finally {
      delete(folder);
    }
  }

  private void requireRoom(TenantId tenant, String name) {
    if (!NAME.matcher(name).matches()) {
      throw AdapterArchive.refused(
          "An adapter's name has up to 64 characters of a-z, 0-9 and '-', the first no '-'.");
    }
    var own = folders(adapters.resolve(tenant.value()));
    if (!own.contains(path(tenant, name)) && own.size() >= MOST) {
      throw AdapterArchive.refused(
          "The tenant has %d adapters, which is the most; delete one first.".formatted(MOST));
    }
  }

  /**
   * What is wrong with the folder is the uploader's fault, and his words for files hold no path.
   */
  private static void requireFitting(Path folder, Consumer<Path> check) {
    try {
      check.accept(folder);
    } catch (AtriumException unfit) {
      throw AdapterArchive.refused(unfit.getMessage().replace(folder + "/", ""));
    }
  }

  private void replace(TenantId tenant, String name, Path folder, Consumer<Path> publish)
      throws IOException {
    var target = path(tenant, name);
    var before = uploads.resolve(BEFORE).resolve(tenant.value()).resolve(name);
    Files.createDirectories(adapters.resolve(tenant.value()));
    Files.createDirectories(uploads.resolve(BEFORE).resolve(tenant.value()));
    delete(before);
    if (Files.exists(target)) {
      Files.move(target, before);
    }
    try {
      Files.move(folder, target);
      publish.accept(target);
    } catch (IOException | RuntimeException failure) {
      delete(target);
      if (Files.exists(before)) {
        Files.move(before, target);
      }
      throw failure;
    }
    delete(before);
  }

  /**
   * Deletes an adapter.
   *
   * @throws AtriumException {@code adapter_not_found}
   */
  void drop(TenantId tenant, String name) {
    if (!NAME.matcher(name).matches() || !Files.isDirectory(path(tenant, name))) {
      throw AtriumException.caller("adapter_not_found", "There is no such adapter here.");
    }
    delete(path(tenant, name));
  }

  /** A tenant's adapters by name; one that cannot be read is left out. */
  List<Adapter> list(TenantId tenant) {
    var found = new ArrayList<Adapter>();
    for (var folder : folders(adapters.resolve(tenant.value()))) {
      try {
        found.add(describe(folder));
      } catch (AtriumException unreadable) {
        // laid there by hand and broken; the log tells at the start
      }
    }
    return found;
  }

  private static Adapter describe(Path folder) {
    var name = String.valueOf(folder.getFileName());
    var weights = folder.resolve(AdapterArchive.WEIGHTS);
    try (var adapter = AdapterFolder.open(folder)) {
      return new Adapter(
          name,
          "default:" + name,
          adapter.rank(),
          Files.size(weights),
          Files.getLastModifiedTime(weights).toInstant());
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private Path path(TenantId tenant, String name) {
    return adapters.resolve(tenant.value()).resolve(name);
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var found = Files.list(parent)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private static AtriumException unusable(IOException failure) {
    return AtriumException.outside(
        "storage_failed", "The node's disk refuses adapters; its operator can tell why.", failure);
  }
}
