package dev.atrium.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The way of a tenant's commands to a running node: its REST routes. */
final class TenantClient {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Option(
      names = "--url",
      defaultValue = "${ATRIUM_URL:-http://127.0.0.1:8080}",
      description = "Address of a node (environment: ATRIUM_URL; default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--key",
      defaultValue = "${ATRIUM_KEY:-}",
      description = "A key of the tenant's that may administer it (environment: ATRIUM_KEY).")
  private String key = "";

  private final HttpClient client = HttpClient.newHttpClient();

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode delete(String path) {
    return send(request(path).DELETE());
  }

  /** Sends a file. */
  JsonNode upload(String path, Path file) {
    try {
      return send(
          request(path)
              .header("Content-Type", "application/octet-stream")
              .POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException missing) {
      throw AtriumException.caller("file_missing", "There is no file " + file + ".");
    }
  }

  private HttpRequest.Builder request(String path) {
    if (key.isEmpty()) {
      throw AtriumException.caller(
          "missing_api_key", "Give a key of the tenant's with --key or ATRIUM_KEY.");
    }
    return HttpRequest.newBuilder(URI.create(url.replaceFirst("/$", "") + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      var body = OperatorClient.JSON.readTree(response.body());
      if (response.statusCode() == 200) {
        return body;
      }
      throw AtriumException.caller(
          body.path("code").asText("refused"),
          body.path("detail").asText("The node refused: " + response.statusCode() + "."));
    } catch (IOException failure) {
      throw AtriumException.outside(
          "node_unreachable", "No node answers at " + url + "; name another with --url.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AtriumException.outside("interrupted", "The command was interrupted.");
    }
  }
}
