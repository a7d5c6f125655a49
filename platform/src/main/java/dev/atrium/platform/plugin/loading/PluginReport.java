package dev.atrium.platform.plugin.loading;

/**
 * How loading a plugin went.
 *
 * @param id the plugin's id, or the name of its file if it has none
 * @param version empty if unknown
 * @param reason a sentence why it failed; empty if it started
 */
public record PluginReport(String id, String version, State state, String reason) {
  /** What became of a plugin. */
  public enum State {
    STARTED,
    FAILED
  }
}
