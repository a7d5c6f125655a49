package dev.atrium.platform.operations;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A change to the plugins of a node. Answered by the {@link PluginState} it leads to. */
public sealed interface PluginChange {

  /**
   * Takes in an uploaded plugin.
   *
   * @param plugin the id that it must have; empty = whatever it has
   * @param file the upload, deleted by its sender afterwards
   * @param sha256 what its sender says it is, 64 hexadecimal digits
   * @param signature over the file, in Base64
   * @param granted the permissions that the operator grants, such as {@code http:api.example.com}
   */
  record Upload(
      Optional<String> plugin,
      Path file,
      String sha256,
      Optional<String> signature,
      Set<String> granted,
      Purpose purpose)
      implements PluginChange {
    public Upload {
      granted = Set.copyOf(granted);
    }
  }

  /** What an upload is for. */
  enum Purpose {
    /** Tell what it is and change nothing. */
    INSPECT,
    /** A plugin that is not there yet. */
    INSTALL,
    /** Another version of one that is. */
    UPGRADE
  }

  /** The version before serves again. */
  record RollBack(String plugin) implements PluginChange {}

  /** The plugin goes. */
  record Remove(String plugin) implements PluginChange {}

  /**
   * A tenant gets a version of its own.
   *
   * @param version empty = what all the others have
   */
  record Choose(String plugin, String tenant, Optional<String> version) implements PluginChange {}
}
