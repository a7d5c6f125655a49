package dev.atrium.platform.operations;

import java.util.List;

/**
 * The plugins of a node.
 *
 * @param retired replaced versions that are not gone yet
 */
public record PluginList(List<PluginState> plugins, List<Retired> retired) {
  public PluginList {
    plugins = List.copyOf(plugins);
    retired = List.copyOf(retired);
  }

  /**
   * A version that was replaced.
   *
   * @param state {@code DRAINING} while its last turns run, {@code UNLOADING} until the garbage
   *     collector takes its classes, {@code HELD} if a collection did not
   * @param heldBy what still refers to it, as far as can be told
   */
  public record Retired(String id, String version, String state, int running, List<String> heldBy) {
    public Retired {
      heldBy = List.copyOf(heldBy);
    }
  }
}
