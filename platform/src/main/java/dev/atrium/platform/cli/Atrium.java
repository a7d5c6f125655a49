package dev.atrium.platform.cli;

import dev.atrium.platform.cli.plugin.PluginCommand;
import dev.atrium.platform.failure.AtriumException;
import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The root command. */
@Command(
    name = "atrium",
    description = "An open, multi-tenant AI scenario platform.",
    mixinStandardHelpOptions = true,
    version = "atrium 0.1.0",
    subcommands = {
      ServeCommand.class,
      ModelCommand.class,
      TrainCommand.class,
      BenchCommand.class,
      PrepareCommand.class,
      EvalCommand.class,
      PluginCommand.class,
      TenantCommand.class,
      KeyCommand.class,
      AdapterCommand.class,
      AuditCommand.class,
      LedgerCommand.class
    })
public final class Atrium implements Runnable {
  static final int FAILED = 1;

  private Atrium() {}

  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Atrium())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(inOneSentence());
  }

  /** The folder of this installation: where the shipped models, plugins and tenants lie. */
  static Path installation() {
    return Path.of(System.getProperty("atrium.root", ".")).toAbsolutePath().normalize();
  }

  private static IExecutionExceptionHandler inOneSentence() {
    return (failure, command, parsed) -> {
      if (!(failure instanceof AtriumException ours) || ours.kind() == AtriumException.Kind.BUG) {
        throw failure;
      }
      command.getErr().println(command.getColorScheme().errorText("atrium: " + ours.getMessage()));
      return FAILED;
    };
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
