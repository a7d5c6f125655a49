package dev.atrium.platform.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.administration.AuditEntry;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code atrium audit}: who did what to whom. */
@Command(
    name = "audit",
    description = "Read and verify the audit log of a running node.",
    mixinStandardHelpOptions = true)
final class AuditCommand {
  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Command(name = "list", description = "Print the log.", mixinStandardHelpOptions = true)
  int list(@Mixin OperatorClient node) throws JsonProcessingException {
    long place = 0;
    for (var page = page(node, place); !page.isEmpty(); page = page(node, place)) {
      for (var json : page) {
        var entry = entry(json);
        out()
            .printf(
                "%6d  %s  %-20s  %-18s  %s  %s%n",
                entry.place(),
                entry.happenedAt(),
                entry.actor(),
                entry.action(),
                entry.target(),
                entry.detail());
        place = entry.place();
      }
    }
    out().flush();
    return 0;
  }

  @Command(
      name = "verify",
      description =
          "Compute the hash of every entry anew; ends with 1 at the first that does not fit.",
      mixinStandardHelpOptions = true)
  int verify(@Mixin OperatorClient node) throws JsonProcessingException {
    long place = 0;
    var hash = AuditEntry.ORIGIN;
    for (var page = page(node, place); !page.isEmpty(); page = page(node, place)) {
      for (var json : page) {
        var entry = entry(json);
        if (entry.place() != place + 1 || !entry.hash().equals(entry.hashAfter(hash))) {
          out()
              .printf("BROKEN at entry %d: it was changed, or one before it is gone.%n", place + 1);
          out().flush();
          return Atrium.FAILED;
        }
        place = entry.place();
        hash = entry.hash();
      }
    }
    out().printf("%d entries, unbroken; the last hash is %s%n", place, hash);
    out().flush();
    return 0;
  }

  private static JsonNode page(OperatorClient node, long after) {
    return node.get("/v1/operator/audit?after=" + after).path("entries");
  }

  private static AuditEntry entry(JsonNode json) throws JsonProcessingException {
    return OperatorClient.JSON.treeToValue(json, AuditEntry.class);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
