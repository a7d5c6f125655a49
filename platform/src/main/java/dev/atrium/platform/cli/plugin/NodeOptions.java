package dev.atrium.platform.cli.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which node a command talks to, and as whom. */
final class NodeOptions {
  @Option(
      names = "--url",
      description =
          "Address of the node (default: that of --ready-file, or http://127.0.0.1:8080).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--key",
      description =
          "The operator's key (default: environment ATRIUM_OPERATOR_KEY, or --ready-file).")
  private Optional<String> key = Optional.empty();

  @Option(names = "--ready-file", description = "The file that 'atrium serve --ready-file' wrote.")
  private Optional<Path> readyFile = Optional.empty();

  OperatorClient client() {
    var ready = readyFile.map(NodeOptions::read);
    var address =
        url.or(() -> ready.map(file -> file.path("url").asText())).orElse("http://127.0.0.1:8080");
    var secret =
        key.or(() -> Optional.ofNullable(System.getenv("ATRIUM_OPERATOR_KEY")))
            .or(() -> ready.map(file -> file.path("operatorKey").asText()))
            .filter(text -> !text.isBlank())
            .orElseThrow(
                () ->
                    AtriumException.caller(
                        "missing_api_key",
                        "Give the operator's key with --key or in ATRIUM_OPERATOR_KEY."));
    return new OperatorClient(address, secret);
  }

  private static JsonNode read(Path file) {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "file_unreadable", "The file " + file + " cannot be read.", unreadable);
    }
  }
}
