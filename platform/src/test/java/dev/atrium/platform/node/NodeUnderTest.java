package dev.atrium.platform.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.config.Settings;
import dev.atrium.platform.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A whole node in this JVM on a free port, with the shipped model, plugins and tenants. */
public final class NodeUnderTest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtriumNode node;
  private final HttpClient client = HttpClient.newHttpClient();

  private NodeUnderTest(AtriumNode node) {
    this.node = node;
  }

  /** Starts a node on a data directory; skips the test where the shipped model is missing. */
  public static NodeUnderTest start(Path dataDirectory) {
    return start(dataDirectory, Map.of());
  }

  public static NodeUnderTest start(Path dataDirectory, Map<SettingKey, String> more) {
    return new NodeUnderTest(AtriumNode.start(settings(dataDirectory, more)));
  }

  /** The settings of such a node. */
  public static Settings settings(Path dataDirectory, Map<SettingKey, String> more) {
    var root = Path.of(System.getProperty("atrium.root", "..")).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.isDirectory(root.resolve("models/atrium-mini")), "the shipped model is missing");
    var flags = new EnumMap<SettingKey, String>(SettingKey.class);
    flags.put(SettingKey.PORT, "0");
    flags.put(SettingKey.DATA_DIR, dataDirectory.toString());
    flags.putAll(more);
    return SettingsLoader.load(root, flags, Optional.empty(), Map.of());
  }

  public NodeReport report() {
    return node.report();
  }

  public String url() {
    return node.report().url();
  }

  /** The API key of a tenant; known at its first start only. */
  public String key(String tenant) {
    return node.report().tenants().stream()
        .filter(report -> report.id().equals(tenant))
        .findFirst()
        .flatMap(NodeReport.TenantReport::apiKey)
        .orElseThrow();
  }

  /** Sends a JSON body. */
  public HttpResponse<String> post(String path, String key, String body) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends a JSON body under an idempotency key. */
  public HttpResponse<String> postOnce(String path, String key, String body, String idempotency) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotency)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> put(String path, String key, String body) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> delete(String path, String key) {
    return send(request(path, key).DELETE());
  }

  public HttpResponse<String> get(String path, String key) {
    return send(request(path, key).GET());
  }

  /**
   * Sends whatever there is to send.
   *
   * @param headers none is added to them
   */
  public HttpResponse<String> exchange(
      String method, String path, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofMinutes(2))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  /** The usage report of a tenant. */
  public JsonNode usage(String tenant) {
    return json(get("/v1/usage?rows=1000", key(tenant)));
  }

  /** The body of an answer that went well. */
  public static JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return parse(response.body());
  }

  /** Reads JSON. */
  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .header("Authorization", "Bearer " + key)
        .timeout(Duration.ofMinutes(2));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    client.close();
    node.close();
  }
}
