package dev.atrium.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atrium key}: API keys. */
@Command(
    name = "key",
    description = "Issue, list, rotate and revoke API keys on a running node.",
    mixinStandardHelpOptions = true)
final class KeyCommand {
  private static final String OWNER =
      "Whose key; 'operator' stands for the operator of the installation.";

  @SuppressWarnings("NullAway.Init") // by picocli
  @Spec
  private CommandSpec spec;

  @Command(
      name = "issue",
      description = "Issue a key. Its secret is printed this once.",
      mixinStandardHelpOptions = true)
  int issue(
      @Mixin OperatorClient node,
      @Option(names = "--tenant", required = true, description = OWNER) String tenant,
      @Option(names = "--name", description = "For people.") Optional<String> name,
      @Option(names = "--expires", description = "When it ends, as 2027-01-31T00:00:00Z.")
          Optional<Instant> expires,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              defaultValue = "admin",
              description =
                  "What it may be used for: admin, chat, embeddings, scenarios, catalogue or"
                      + " usage:read; may be repeated (default: admin, which is everything).")
          List<String> scopes) {
    var request = new HashMap<String, Object>();
    request.put("scopes", scopes);
    name.ifPresent(text -> request.put("name", text));
    expires.ifPresent(end -> request.put("expires", end.toString()));
    var key = node.send("POST", keys(tenant), request);
    return print(key.path("id").asText() + "  " + key.path("secret").asText());
  }

  @Command(name = "list", description = "List keys.", mixinStandardHelpOptions = true)
  int list(
      @Mixin OperatorClient node,
      @Option(names = "--tenant", required = true, description = OWNER) String tenant) {
    for (var key : node.get(keys(tenant)).path("keys")) {
      out()
          .printf(
              "%-20s  %s  created %s  expires %s  revoked %s  %s%n",
              key.path("id").asText(),
              String.join(",", words(key.path("scopes"))),
              key.path("created").asText(),
              key.path("expires").asText("never"),
              key.path("revoked").asText("no"),
              key.path("name").asText());
    }
    out().flush();
    return 0;
  }

  @Command(
      name = "revoke",
      description = "End a key now; every node follows within seconds.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Mixin OperatorClient node,
      @Option(names = "--tenant", required = true, description = OWNER) String tenant,
      @Parameters(paramLabel = "KEY", description = "The key's id.") String key) {
    return print(node.delete(keys(tenant) + "/" + key).path("id").asText() + " revoked");
  }

  @Command(
      name = "rotate",
      description = "Issue a successor now and end the key later.",
      mixinStandardHelpOptions = true)
  int rotate(
      @Mixin OperatorClient node,
      @Option(names = "--tenant", required = true, description = OWNER) String tenant,
      @Option(
              names = "--grace-seconds",
              defaultValue = "3600",
              description = "How long the old key goes on (default: ${DEFAULT-VALUE}).")
          long grace,
      @Parameters(paramLabel = "KEY", description = "The key's id.") String key) {
    var path = keys(tenant) + "/" + key + "/rotate";
    var successor = node.send("POST", path, Map.of("graceSeconds", grace));
    return print(successor.path("id").asText() + "  " + successor.path("secret").asText());
  }

  private static List<String> words(JsonNode array) {
    var words = new ArrayList<String>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static String keys(String tenant) {
    return "/v1/operator/tenants/" + tenant + "/keys";
  }

  private int print(String line) {
    out().println(line);
    out().flush();
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
