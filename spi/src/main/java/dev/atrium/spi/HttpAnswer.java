package dev.atrium.spi;

import java.util.List;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param headers by name in lower case
 * @param body as UTF-8
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, String body) {
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }
}
