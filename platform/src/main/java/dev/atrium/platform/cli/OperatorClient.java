package dev.atrium.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** The way of the operator's commands to a running node: its REST routes. */
final class OperatorClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Option(
      names = "--url",
      defaultValue = "${ATRIUM_URL:-http://127.0.0.1:8080}",
      description = "Address of a node (environment: ATRIUM_URL; default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--operator-key",
      defaultValue = "${ATRIUM_OPERATOR_KEY:-}",
      description = "The operator's key (environment: ATRIUM_OPERATOR_KEY).")
  private String key = "";

  private final HttpClient client = HttpClient.newHttpClient();

  JsonNode get(String path) {
    return json(send(request(path).GET(), BodyHandlers.ofString()));
  }

  JsonNode delete(String path) {
    return json(send(request(path).DELETE(), BodyHandlers.ofString()));
  }

  JsonNode post(String path) {
    return json(send(request(path).POST(BodyPublishers.noBody()), BodyHandlers.ofString()));
  }

  JsonNode send(String method, String path, Map<String, ?> body) {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    return json(send(request, BodyHandlers.ofString()));
  }

  /** Saves what a route answers. */
  void download(String path, Path file) {
    var response = send(request(path).GET(), BodyHandlers.ofByteArray());
    try {
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), JSON.readTree(response.body()));
      }
      Files.write(file, response.body());
    } catch (IOException failure) {
      throw AtriumException.outside("file_unwritable", "Cannot write " + file + ".", failure);
    }
  }

  private HttpRequest.Builder request(String path) {
    if (key.isEmpty()) {
      throw AtriumException.caller(
          "missing_operator_key",
          "Give the operator's key with --operator-key or ATRIUM_OPERATOR_KEY.");
    }
    return HttpRequest.newBuilder(URI.create(url.replaceFirst("/$", "") + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException failure) {
      throw AtriumException.outside(
          "node_unreachable", "No node answers at " + url + "; name another with --url.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AtriumException.outside("interrupted", "The command was interrupted.");
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      var body = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), body);
      }
      return body;
    } catch (IOException noJson) {
      throw AtriumException.outside(
          "no_node", "What answers there is no Atrium (status " + response.statusCode() + ").");
    }
  }

  private static AtriumException refused(int status, JsonNode problem) {
    return AtriumException.caller(
        problem.path("code").asText("refused"),
        problem.path("detail").asText("The node refused with status " + status + "."));
  }
}
