package dev.atrium.spi;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * An HTTP request.
 *
 * @param body empty for none
 * @param timeout until the whole answer is there; never longer than the turn has left
 */
public record HttpCall(
    String method, URI uri, Map<String, String> headers, String body, Duration timeout) {
  private static final Duration USUAL = Duration.ofSeconds(10);

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** A GET with the usual time-out of 10 seconds. */
  public static HttpCall get(URI uri) {
    return new HttpCall("GET", uri, Map.of(), "", USUAL);
  }

  /** A POST of JSON with the usual time-out of 10 seconds. */
  public static HttpCall postJson(URI uri, String json) {
    return new HttpCall("POST", uri, Map.of("Content-Type", "application/json"), json, USUAL);
  }

  /** The same request with one more header. */
  public HttpCall withHeader(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new HttpCall(method, uri, all, body, timeout);
  }
}
