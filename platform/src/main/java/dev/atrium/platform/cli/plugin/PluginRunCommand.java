package dev.atrium.platform.cli.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.TurnOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium plugin run}. */
@Command(
    name = "run",
    description = {
      "Run a plugin from its sources and talk to it; a saved change is loaded at once.",
      "Libraries go to DIR/lib. Ends with the input."
    },
    mixinStandardHelpOptions = true)
final class PluginRunCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 500;

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The plugin's folder.")
  private Path folder = Path.of("");

  @Option(names = "--knowledge", description = "Folder of Markdown documents to search.")
  private Optional<Path> knowledge = Optional.empty();

  @Option(names = "--model", description = "Model folder; without it models refuse.")
  private Optional<Path> model = Optional.empty();

  @Option(names = "--language", description = "en or zh (default: ${DEFAULT-VALUE}).")
  private String language = "en";

  @Option(names = "--setting", paramLabel = "KEY=VALUE", description = "A setting of the plugin.")
  private Map<String, String> settings = new HashMap<>();

  @Option(
      names = "--say",
      paramLabel = "TEXT",
      description = "A message; without any, they are read from the input.")
  private List<String> messages = new ArrayList<>();

  private final List<CallEvent.Cited> sources = new CopyOnWriteArrayList<>();

  @Override
  public Integer call() throws IOException {
    try (var bench = new Workbench(folder, language, settings, knowledge, model)) {
      bench.reload().ifPresent(this::tell);
      if (messages.isEmpty()) {
        converse(bench);
      } else {
        messages.forEach(message -> talk(bench, message));
      }
    }
    return 0;
  }

  private void converse(Workbench bench) throws IOException {
    var watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    var _ =
        watch.scheduleWithFixedDelay(
            () -> reload(bench), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      if (!line.isBlank()) {
        reload(bench);
        talk(bench, line);
      }
    }
    watch.shutdownNow();
  }

  private void reload(Workbench bench) {
    try {
      bench.reload().ifPresent(this::tell);
    } catch (IOException unreadable) {
      tell("The plugin's folder cannot be read: " + unreadable.getMessage());
    }
  }

  private void talk(Workbench bench, String message) {
    sources.clear();
    try {
      var outcome = bench.say(message, event -> show(event));
      out().println();
      sources.forEach(this::show);
      end(outcome);
    } catch (AtriumException refused) {
      tell(refused.getMessage());
    }
  }

  private void show(CallEvent event) {
    switch (event) {
      case CallEvent.TextDelta piece -> out().print(piece.text());
      case CallEvent.HandedOver over ->
          out().printf("%s%n(handed over: %s)", over.message(), over.reason());
      case CallEvent.Cited cited -> sources.add(cited);
      default -> {}
    }
    out().flush();
  }

  private void show(CallEvent.Cited cited) {
    out().printf("  [%d] %s, %s%n", cited.number(), cited.document(), cited.section());
  }

  private void end(TurnOutcome outcome) {
    tell(
        outcome
            .failure()
            .map(TurnOutcome.Failure::message)
            .orElse(
                "-- %s, %d prompt and %d generated tokens"
                    .formatted(
                        outcome.outcome(), outcome.usage().prompt(), outcome.usage().generated())));
  }

  private void tell(String text) {
    out().println(text);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
