package dev.atrium.platform.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Sends messages to a scenario, as events, each in a conversation of its own. Blocks. */
final class TurnClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String key;
  private final String scenario;

  TurnClient(String url, String key, String scenario) {
    this.url = url;
    this.key = key;
    this.scenario = scenario;
  }

  /**
   * How a turn went.
   *
   * @param firstNanos until its first event; all in nanoseconds
   */
  record Said(boolean done, long firstNanos, long allNanos) {}

  Said ask(String text) {
    var began = System.nanoTime();
    try {
      var path = "/v1/scenarios/" + scenario + "/conversations/" + UUID.randomUUID() + "/messages";
      var body = JSON.writeValueAsString(Map.of("text", text));
      var request =
          request(path)
              .header("Accept", "text/event-stream")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var first = 0L;
      var done = false;
      try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
        for (var line : (Iterable<String>) lines::iterator) {
          first = first == 0 && !line.isBlank() ? System.nanoTime() : first;
          done |= line.equals("event: done");
        }
      }
      return new Said(done, first - began, System.nanoTime() - began);
    } catch (IOException failure) {
      return new Said(false, 0, System.nanoTime() - began);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Said(false, 0, System.nanoTime() - began);
    }
  }

  JsonNode usage() {
    try {
      var answer = client.send(request("/v1/usage?rows=1").GET().build(), BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException failure) {
      throw AtriumException.outside("usage_unreadable", "The usage cannot be read.", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw AtriumException.outside("usage_unreadable", "The usage was not waited for.", stopped);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + key)
        .timeout(PATIENCE);
  }

  @Override
  public void close() {
    client.close();
  }
}
