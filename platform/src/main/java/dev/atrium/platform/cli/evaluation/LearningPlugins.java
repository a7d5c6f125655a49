package dev.atrium.platform.cli.evaluation;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.spi.AtriumExtension;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The plugins whose learning is measured, as a command's option. */
final class LearningPlugins {
  @Option(
      names = "--plugins",
      defaultValue = "${sys:atrium.root:-.}/plugins",
      description = "Folder of plugins (default: the shipped ones).")
  private Path plugins = Path.of("");

  /**
   * Lends the first learner of a kind.
   *
   * @param code of the failure when there is none
   * @param deed what such a learner does, for that failure
   */
  <L extends AtriumExtension, T> T with(
      Class<L> kind, String code, String deed, Function<L, T> work) {
    try (var catalog = PluginCatalog.load(plugins)) {
      var learner =
          catalog.extensions(kind).stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      AtriumException.caller(
                          code,
                          "No plugin in %s %s: %s".formatted(plugins, deed, catalog.reports())));
      return work.apply(learner);
    }
  }
}
