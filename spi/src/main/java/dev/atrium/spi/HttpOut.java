package dev.atrium.spi;

/**
 * Requests to the hosts that the plugin declares as {@code http:HOST} or {@code http:HOST:PORT} in
 * {@code plugin.permissions}. Redirects are not followed.
 */
public interface HttpOut {
  /** The most that an answer's body may have, in bytes. */
  int MAX_ANSWER_BYTES = 1 << 20;

  /**
   * Sends a request and waits for its answer, whatever its status.
   *
   * @throws ScenarioException if the host is not granted, does not answer in time, or answers more
   *     than {@value #MAX_ANSWER_BYTES} bytes
   */
  HttpAnswer send(HttpCall call) throws InterruptedException;
}
