package dev.atrium.platform.cli;

import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.config.Settings;
import dev.atrium.platform.config.SettingsLoader;
import dev.atrium.platform.node.AtriumNode;
import dev.atrium.platform.node.NodeReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code atrium serve}: starts a node and runs it until it is told to stop. */
@Command(name = "serve", description = "Starts Atrium.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final String CONFIG = "--config";

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private CommandSpec spec = CommandSpec.create();

  /** Adds an option for every setting. */
  @Spec
  void spec(CommandSpec own) {
    spec = own;
    own.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(Path.class)
            .description("YAML file of settings; its keys are the names of these flags")
            .build());
    for (var key : SettingKey.values()) {
      own.addOption(
          OptionSpec.builder("--" + key.key())
              .paramLabel(key.name())
              .type(String.class)
              .description(description(key))
              .build());
    }
  }

  private static String description(SettingKey key) {
    var fallback = key.fallback().replace("@", "");
    return key.meaning()
        + (fallback.isEmpty() ? "" : " (default: " + fallback + ")")
        + "; environment: "
        + key.environmentVariable();
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = settings();
    var node = AtriumNode.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::drain, "shutdown"));
    try (node) {
      announce(node.report());
      stop.await();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private Settings settings() {
    var parsed = spec.commandLine().getParseResult();
    Map<SettingKey, String> flags = new EnumMap<>(SettingKey.class);
    for (var key : SettingKey.values()) {
      String value = parsed.matchedOptionValue("--" + key.key(), null);
      if (value != null) {
        flags.put(key, value);
      }
    }
    Optional<Path> file = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
    return SettingsLoader.load(Atrium.installation(), flags, file, System.getenv());
  }

  private void announce(NodeReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(StartTable.of(report));
    out.flush();
  }

  /** Runs on Ctrl-C and SIGTERM: lets the main thread close the node, then ends with 0. */
  private void drain() {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
