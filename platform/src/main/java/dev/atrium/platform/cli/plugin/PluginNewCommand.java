package dev.atrium.platform.cli.plugin;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium plugin new}. */
@Command(
    name = "new",
    description = "Write a new plugin, ready to be tested and run.",
    mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The plugin's id, for example lunch-menu.")
  private String id = "";

  @Option(names = "--dir", description = "Folder to write (default: plugins/ID).")
  private Optional<Path> folder = Optional.empty();

  @Override
  public Integer call() {
    var root = Path.of(System.getProperty("atrium.root", ".")).toAbsolutePath().normalize();
    var target = folder.orElse(root.resolve("plugins").resolve(id)).toAbsolutePath().normalize();
    var out = spec.commandLine().getOut();
    new NewPlugin(id, root.resolve("plugins/template"), target)
        .write()
        .forEach(file -> out.println("  " + file));
    out.printf(
        "%nTry it:   %s plugin run %s%nTest it:  mvn -f %s verify%n",
        root.resolve("atrium"), target, target);
    out.flush();
    return 0;
  }
}
