package dev.atrium.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium adapter}: a tenant's LoRA adapters. */
@Command(
    name = "adapter",
    description = "Install, list and delete a tenant's LoRA adapters on a running node.",
    mixinStandardHelpOptions = true)
final class AdapterCommand {
  private static final String ROUTE = "/v1/adapters";
  private static final List<String> FILES =
      List.of("adapter_config.json", "adapter_model.safetensors");

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Command(
      name = "install",
      description = "Install an adapter, or put another in the place of the one of that name.",
      mixinStandardHelpOptions = true)
  int install(
      @Mixin TenantClient node,
      @Option(names = "--name", required = true, description = "What calls name: default:NAME.")
          String name,
      @Parameters(paramLabel = "PEFT", description = "A PEFT folder, or its zip, tar or tar.gz.")
          Path source)
      throws IOException {
    var packed = Files.isDirectory(source);
    var file = packed ? pack(source) : source;
    try {
      print(node.upload(ROUTE + "?name=" + name, file));
    } finally {
      if (packed) {
        Files.delete(file);
      }
    }
    return 0;
  }

  @Command(name = "list", description = "List adapters.", mixinStandardHelpOptions = true)
  int list(@Mixin TenantClient node) {
    node.get(ROUTE).path("adapters").forEach(this::print);
    out().flush();
    return 0;
  }

  @Command(
      name = "delete",
      description = "End an adapter and delete it; calls under way end with it.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin TenantClient node,
      @Parameters(paramLabel = "NAME", description = "The adapter's name.") String name) {
    node.delete(ROUTE + "/" + name);
    out().println(name + " deleted");
    out().flush();
    return 0;
  }

  private static Path pack(Path folder) throws IOException {
    var archive = Files.createTempFile("atrium-adapter-", ".zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (var name : FILES) {
        var file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
          throw AtriumException.caller("no_adapter", folder + " holds no " + name + ".");
        }
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
      }
    } catch (IOException | RuntimeException failure) {
      Files.delete(archive);
      throw failure;
    }
    return archive;
  }

  private void print(JsonNode adapter) {
    out()
        .printf(
            "%-20s  %-28s  rank %d  %d bytes  installed %s%n",
            adapter.path("name").asText(),
            adapter.path("model").asText(),
            adapter.path("rank").asInt(),
            adapter.path("bytes").asLong(),
            adapter.path("installed").asText());
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
