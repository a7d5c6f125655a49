package dev.atrium.platform.plugin.loading;

/** Says in a sentence why a plugin is not taken. */
public final class PluginRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public PluginRefused(String sentence) {
    super(sentence, null, false, false);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
