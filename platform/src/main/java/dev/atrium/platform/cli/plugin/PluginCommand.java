package dev.atrium.platform.cli.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium plugin}: the plugins of a running node. */
@Command(
    name = "plugin",
    description = "Install, upgrade and remove plugins of a running node; write new ones.",
    subcommands = {PluginNewCommand.class, PluginRunCommand.class},
    mixinStandardHelpOptions = true)
public final class PluginCommand implements Runnable {
  private static final String ROUTE = "/v1/operator/plugins";

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do, for example: list");
  }

  /** The plugins and their states. */
  @Command(description = "List the plugins, failed ones included.", mixinStandardHelpOptions = true)
  int list(
      @Mixin NodeOptions node,
      @Option(
              names = "--verify",
              description = "Collect garbage, and tell what still holds replaced versions.")
          boolean verify,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    var found = node.client().get(ROUTE + (verify ? "?verify=true" : ""));
    if (json) {
      out().println(found.toPrettyString());
      return 0;
    }
    found.path("plugins").forEach(this::print);
    for (var retired : found.path("retired")) {
      out()
          .printf(
              "%-24s %-12s %-12s %s%n",
              text(retired, "id"),
              text(retired, "version"),
              text(retired, "state"),
              join(retired.path("heldBy")));
    }
    out().flush();
    return 0;
  }

  /** Installs a plugin. */
  @Command(
      description = "Install a plugin; what it asks for must be granted.",
      mixinStandardHelpOptions = true)
  int install(
      @Mixin NodeOptions node,
      @Parameters(paramLabel = "FILE", description = "Jar or zip.") Path file,
      @Mixin UploadOptions options,
      @Option(names = "--dry-run", description = "Only tell what it is and asks for.")
          boolean dryRun) {
    return upload(node, file, options, ROUTE, "POST", dryRun);
  }

  /** Upgrades a plugin. */
  @Command(
      description = "Let another version of a plugin serve; turns under way end on the one before.",
      mixinStandardHelpOptions = true)
  int upgrade(
      @Mixin NodeOptions node,
      @Parameters(paramLabel = "FILE", description = "Jar or zip.") Path file,
      @Mixin UploadOptions options) {
    var client = node.client();
    var seen = client.send(ROUTE, "POST", file, options.signature(), Map.of("dryRun", "true"));
    return upload(node, file, options, ROUTE + "/" + text(seen, "id"), "PUT", false);
  }

  private int upload(
      NodeOptions node,
      Path file,
      UploadOptions options,
      String path,
      String method,
      boolean dryRun) {
    var client = node.client();
    var seen = client.send(ROUTE, "POST", file, options.signature(), Map.of("dryRun", "true"));
    out()
        .printf(
            "%s %s: %s%n  asks for: %s%n",
            text(seen, "id"),
            text(seen, "version"),
            text(seen, "description"),
            seen.path("permissions").isEmpty() ? "nothing" : join(seen.path("permissions")));
    if (!dryRun) {
      var grant = Map.of("grant", options.granted(join(seen.path("permissions"))));
      print(client.send(path, method, file, options.signature(), grant));
    }
    out().flush();
    return 0;
  }

  /** Goes back to the version before. */
  @Command(description = "Let the version before serve again.", mixinStandardHelpOptions = true)
  int rollback(@Mixin NodeOptions node, @Parameters(paramLabel = "PLUGIN") String plugin) {
    return show(node.client().post(ROUTE + "/" + plugin + "/rollback"));
  }

  /** Removes a plugin. */
  @Command(description = "Remove a plugin; turns under way end.", mixinStandardHelpOptions = true)
  int remove(@Mixin NodeOptions node, @Parameters(paramLabel = "PLUGIN") String plugin) {
    return show(node.client().delete(ROUTE + "/" + plugin));
  }

  /** Chooses a tenant's version. */
  @Command(
      description = "Give a tenant a version of its own, or, without VERSION, that of all others.",
      mixinStandardHelpOptions = true)
  int choose(
      @Mixin NodeOptions node,
      @Parameters(paramLabel = "PLUGIN") String plugin,
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "VERSION", arity = "0..1") Optional<String> version) {
    var path = ROUTE + "/" + plugin + "/tenants/" + tenant;
    var client = node.client();
    return show(
        version
            .map(chosen -> client.put(path, Map.of("version", chosen)))
            .orElseGet(() -> client.delete(path)));
  }

  private int show(JsonNode plugin) {
    print(plugin);
    out().flush();
    return 0;
  }

  private void print(JsonNode plugin) {
    var tenants =
        plugin.path("tenants").properties().stream()
            .map(one -> one.getKey() + "=" + one.getValue().asText())
            .collect(Collectors.joining(" "));
    out()
        .printf(
            "%-24s %-12s %-12s %s%n",
            text(plugin, "id"),
            text(plugin, "version"),
            text(plugin, "state"),
            (text(plugin, "reason") + " " + tenants).strip());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static String join(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }

  /** What goes with a file. */
  static final class UploadOptions {
    @Option(
        names = "--grant",
        description = "Permissions to grant, separated by commas, or 'all' it asks for.")
    private String grant = "";

    @Option(
        names = "--signature",
        description = "File with a signature over FILE by a trusted key.")
    private Optional<Path> signature = Optional.empty();

    String granted(String asked) {
      return grant.equals("all") ? asked : grant;
    }

    Optional<String> signature() {
      return signature.map(UploadOptions::encoded);
    }

    private static String encoded(Path file) {
      try {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      } catch (IOException unreadable) {
        throw AtriumException.outside(
            "file_unreadable", "The file " + file + " cannot be read.", unreadable);
      }
    }
  }
}
