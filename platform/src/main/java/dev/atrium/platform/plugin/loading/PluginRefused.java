package dev.atrium.platform.plugin.loading;

/** Says in a sentence why a plugin is not taken. */
final class PluginRefused extends Exception {
  private static final long serialVersionUID = 1L;

  PluginRefused(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
