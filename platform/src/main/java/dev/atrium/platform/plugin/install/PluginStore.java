package dev.atrium.platform.plugin.install;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.files.FolderTree;
import dev.atrium.platform.plugin.loading.PluginCandidate;
import dev.atrium.platform.plugin.loading.PluginRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Installed plugins on disk: {@code <id>/<release>/plugin.jar} or {@code <id>/<release>/plugin/},
 * and {@code releases.json}, which says which of them serve. A release is moved in whole or not at
 * all; what a crash left half done is swept away at the next start.
 */
public final class PluginStore {
  private static final String STAGING = ".staging-";
  private static final String JAR = "plugin.jar";
  private static final String UNPACKED = "plugin";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path root;
  private final Map<String, Release> releases;

  private PluginStore(Path root, Map<String, Release> releases) {
    this.root = root;
    this.releases = new TreeMap<>(releases);
  }

  /** Opens the store in a folder, which is made if it is missing. */
  public static PluginStore open(Path root) {
    try {
      Files.createDirectories(root);
      var store = new PluginStore(root, read(root.resolve("releases.json")));
      store.sweep();
      return store;
    } catch (IOException failure) {
      throw AtriumException.outside(
          "plugin_store_unreadable",
          "The installed plugins in " + root + " cannot be read.",
          failure);
    }
  }

  private static Map<String, Release> read(Path file) throws IOException {
    return Files.exists(file)
        ? JSON.readValue(file.toFile(), new TypeReference<Map<String, Release>>() {})
        : Map.of();
  }

  /** What serves, by plugin. */
  public Map<String, Release> releases() {
    return Map.copyOf(releases);
  }

  public Optional<Release> release(String id) {
    return Optional.ofNullable(releases.get(id));
  }

  /**
   * Checks an upload and tells what it is, without keeping it.
   *
   * @throws PluginRefused with a sentence why it is no plugin
   */
  public PluginCandidate inspect(Path upload) throws PluginRefused {
    var staged = stage(upload);
    try {
      return PluginCandidate.read(content(staged));
    } finally {
      delete(staged);
    }
  }

  /**
   * Checks an upload and keeps it as a release of its own.
   *
   * @throws PluginRefused with a sentence why it is no plugin; nothing is kept then
   */
  public PluginCandidate keep(Path upload) throws PluginRefused {
    var staged = stage(upload);
    try {
      var candidate = PluginCandidate.read(content(staged));
      var name = candidate.version() + "~" + UUID.randomUUID().toString().substring(0, 8);
      var place = root.resolve(candidate.id()).resolve(name);
      Files.createDirectories(place.getParent());
      Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
      return PluginCandidate.read(content(place));
    } catch (IOException failure) {
      throw unwritable(failure);
    } finally {
      delete(staged);
    }
  }

  /** The release that a kept plugin is. */
  public String releaseOf(PluginCandidate kept) {
    return Objects.requireNonNull(kept.path().getParent()).getFileName().toString();
  }

  /** A release that was kept. */
  public PluginCandidate candidate(String id, String release) throws PluginRefused {
    return PluginCandidate.read(content(root.resolve(id).resolve(release)));
  }

  /** Remembers what serves of a plugin; empty forgets it. */
  public void remember(String id, Optional<Release> release) {
    var before = Optional.ofNullable(releases.get(id));
    release.ifPresentOrElse(now -> releases.put(id, now), () -> releases.remove(id));
    try {
      var draft = root.resolve(STAGING + "releases.json");
      JSON.writeValue(draft.toFile(), releases);
      Files.move(
          draft,
          root.resolve("releases.json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      before.ifPresentOrElse(then -> releases.put(id, then), () -> releases.remove(id));
      throw unwritable(failure);
    }
  }

  /** Deletes a release that is not named any more. */
  public void discard(String id, String release) {
    var named = Optional.ofNullable(releases.get(id)).filter(now -> now.names(release));
    if (named.isEmpty() && release.contains("~")) {
      delete(root.resolve(id).resolve(release));
    }
  }

  private Path stage(Path upload) throws PluginRefused {
    var archive = new PluginArchive(upload);
    archive.check();
    var staged = root.resolve(STAGING + UUID.randomUUID());
    try {
      Files.createDirectories(staged);
      if (archive.folders()) {
        archive.unpack(staged.resolve(UNPACKED));
      } else {
        Files.copy(upload, staged.resolve(JAR));
      }
      return staged;
    } catch (IOException failure) {
      delete(staged);
      throw unwritable(failure);
    } catch (PluginRefused refused) {
      delete(staged);
      throw refused;
    }
  }

  private static Path content(Path release) {
    var jar = release.resolve(JAR);
    return Files.exists(jar) ? jar : release.resolve(UNPACKED);
  }

  /** Removes what a crash left half done and releases that nothing names. */
  private void sweep() throws IOException {
    try (var folders = Files.list(root)) {
      for (var folder : folders.filter(Files::isDirectory).toList()) {
        if (folder.getFileName().toString().startsWith(STAGING)) {
          delete(folder);
        } else {
          sweep(folder);
        }
      }
    }
  }

  private void sweep(Path plugin) throws IOException {
    try (var kept = Files.list(plugin)) {
      kept.forEach(
          release -> discard(plugin.getFileName().toString(), release.getFileName().toString()));
    }
  }

  private static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException | UncheckedIOException left) {
      // swept at the next start
    }
  }

  private static AtriumException unwritable(IOException failure) {
    return AtriumException.outside(
        "plugin_store_unwritable", "The folder of installed plugins cannot be written.", failure);
  }
}
