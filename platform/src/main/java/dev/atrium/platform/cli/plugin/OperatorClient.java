package dev.atrium.platform.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Calls the operator's routes of a running node. */
final class OperatorClient {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final String url;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  OperatorClient(String url, String key) {
    this.url = url.replaceFirst("/+$", "");
    this.key = key;
  }

  JsonNode get(String path) {
    return call(path, "GET", BodyPublishers.noBody(), "application/json");
  }

  JsonNode post(String path) {
    return call(path, "POST", BodyPublishers.noBody(), "application/json");
  }

  JsonNode put(String path, Map<String, String> body) {
    return call(
        path,
        "PUT",
        BodyPublishers.ofString(JSON.valueToTree(body).toString()),
        "application/json");
  }

  JsonNode delete(String path) {
    return call(path, "DELETE", BodyPublishers.noBody(), "application/json");
  }

  /** Sends a file with its checksum and, if there is one, its signature. */
  JsonNode send(
      String path,
      String method,
      Path file,
      Optional<String> signature,
      Map<String, String> query) {
    var bytes = read(file);
    var all = new TreeMap<>(query);
    all.put("sha256", sha256(bytes));
    var asked =
        all.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
    var request =
        request(path + asked, "application/octet-stream")
            .method(method, BodyPublishers.ofByteArray(bytes));
    signature.ifPresent(text -> request.header("X-Plugin-Signature", text));
    return answer(request.build());
  }

  private JsonNode call(String path, String method, BodyPublisher body, String type) {
    return answer(request(path, type).method(method, body).build());
  }

  private HttpRequest.Builder request(String path, String type) {
    try {
      return HttpRequest.newBuilder(URI.create(url + path))
          .timeout(PATIENCE)
          .header("Authorization", "Bearer " + key)
          .header("Content-Type", type);
    } catch (IllegalArgumentException malformed) {
      throw AtriumException.caller("invalid_url", "'%s' is no address of a node.".formatted(url));
    }
  }

  private JsonNode answer(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      var body = parse(response.body());
      if (response.statusCode() != 200) {
        throw AtriumException.outside(
            body.path("code").asText("refused"),
            body.path("detail").asText("The node answered " + response.statusCode() + "."));
      }
      return body;
    } catch (IOException unreachable) {
      throw AtriumException.outside(
          "node_unreachable", "No node answers at " + url + "; name it with --url.", unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AtriumException.outside("interrupted", "The command was interrupted.", interrupted);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return JSON.createObjectNode();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "file_unreadable", "The file " + file + " cannot be read.", unreadable);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
