package dev.atrium.platform.cli;

import dev.atrium.platform.administration.PackFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium tenant}: the life of tenants. */
@Command(
    name = "tenant",
    description = "Create, configure, suspend, export and delete tenants of a running node.",
    mixinStandardHelpOptions = true)
final class TenantCommand {
  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Command(name = "list", description = "List all tenants.", mixinStandardHelpOptions = true)
  int list(@Mixin OperatorClient node) {
    for (var tenant : node.get("/v1/operator/tenants").path("tenants")) {
      out()
          .printf(
              "%-40s  %-10s  %s%n",
              tenant.path("id").asText(),
              tenant.path("status").asText(),
              tenant.path("name").asText());
    }
    return end();
  }

  @Command(
      name = "apply",
      description =
          "Create a tenant from a pack, or bring it to what the pack says. Prints what changes.",
      mixinStandardHelpOptions = true)
  int apply(
      @Mixin OperatorClient node,
      @Parameters(paramLabel = "PACK", description = "Folder of the pack, named as the tenant.")
          Path pack,
      @Option(names = "--dry-run", description = "Only print what would change.") boolean dryRun) {
    var id = String.valueOf(pack.toAbsolutePath().normalize().getFileName());
    var applied =
        node.send(
            "PUT",
            "/v1/operator/tenants/" + id + (dryRun ? "?dryRun=true" : ""),
            Map.of("files", PackFiles.of(pack)));
    applied.path("changes").forEach(change -> out().println(change.asText()));
    if (applied.path("changes").isEmpty()) {
      out().println("no changes");
    }
    return end();
  }

  @Command(
      name = "suspend",
      description = "Take no new calls of a tenant; those in flight end.",
      mixinStandardHelpOptions = true)
  int suspend(@Mixin OperatorClient node, @Parameters(paramLabel = "TENANT") String tenant) {
    out()
        .println(
            tenant
                + " "
                + node.post("/v1/operator/tenants/" + tenant + "/suspend").path("status").asText());
    return end();
  }

  @Command(
      name = "resume",
      description = "Take calls of a suspended tenant again.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin OperatorClient node, @Parameters(paramLabel = "TENANT") String tenant) {
    out()
        .println(
            tenant
                + " "
                + node.post("/v1/operator/tenants/" + tenant + "/resume").path("status").asText());
    return end();
  }

  @Command(
      name = "export",
      description = "Save all that is kept of a tenant as a zip archive of JSON lines.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin OperatorClient node,
      @Parameters(paramLabel = "TENANT") String tenant,
      @Option(names = "--out", description = "The archive (default: TENANT.zip).")
          Optional<Path> file) {
    var target = file.orElseGet(() -> Path.of(tenant + ".zip"));
    node.download("/v1/operator/tenants/" + tenant + "/export", target);
    out().println(target);
    return end();
  }

  @Command(
      name = "delete",
      description =
          "Delete everything of a suspended tenant. Prints for each table how many rows went and"
              + " how many are left.",
      mixinStandardHelpOptions = true)
  int delete(@Mixin OperatorClient node, @Parameters(paramLabel = "TENANT") String tenant) {
    long left = 0;
    for (var table : node.delete("/v1/operator/tenants/" + tenant).path("tables")) {
      out()
          .printf(
              "%-24s  %8d deleted  %d left%n",
              table.path("table").asText(),
              table.path("rows").asLong(),
              table.path("left").asLong());
      left += table.path("left").asLong();
    }
    end();
    return left == 0 ? 0 : Atrium.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int end() {
    out().flush();
    return 0;
  }
}
