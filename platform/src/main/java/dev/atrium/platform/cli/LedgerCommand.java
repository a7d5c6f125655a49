package dev.atrium.platform.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atrium ledger}: the usage ledger. */
@Command(
    name = "ledger",
    description = "Check and correct the usage ledger of a running node.",
    mixinStandardHelpOptions = true)
final class LedgerCommand {
  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Command(
      name = "check",
      description =
          "Compare every hour of usage with the ledger's rows; ends with 1 if one differs.",
      mixinStandardHelpOptions = true)
  int check(@Mixin OperatorClient node) {
    var found = node.get("/v1/operator/ledger/check");
    for (var each : found.path("differences")) {
      out()
          .printf(
              "%s  %s  rows: %s  roll-up: %s%n",
              each.path("tenant").asText(),
              each.path("hour").asText(),
              each.path("rows").asText(),
              each.path("rollUp").asText());
    }
    out()
        .printf(
            "%d rows, %d roll-ups, %d differences%n",
            found.path("rows").asLong(),
            found.path("rollUps").asLong(),
            found.path("differences").size());
    out().flush();
    return found.path("differences").isEmpty() ? 0 : Atrium.FAILED;
  }

  @Command(
      name = "correct",
      description = "Correct what a call cost, by a new row of today.",
      mixinStandardHelpOptions = true)
  int correct(
      @Mixin OperatorClient node,
      @Option(names = "--tenant", required = true, description = "Whose call.") String tenant,
      @Option(names = "--call", required = true, description = "The call's id.") String call,
      @Option(
              names = "--amount",
              required = true,
              description = "What it cost too little; negative if it cost too much.")
          BigDecimal amount,
      @Option(names = "--reason", required = true, description = "For whoever reads the ledger.")
          String reason) {
    var correction =
        node.send(
            "POST",
            "/v1/operator/tenants/" + tenant + "/corrections",
            Map.of("call", call, "amount", amount, "reason", reason));
    out().println(correction.path("id").asText());
    out().flush();
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
