package dev.atrium.platform.gateway;

import java.time.Duration;

/**
 * What one client may cost.
 *
 * @param bodyBytes of a request
 * @param headerBytes of a request's head
 * @param requestPatience for a connection to send a whole head or a whole body, and between
 *     requests
 * @param unreadBytes of an answer that the client has not taken yet
 * @param readPatience without the client taking a byte of its answer; shorter than the minute after
 *     which a tenant closes a call whose gateway is silent
 */
public record ClientLimits(
    int bodyBytes,
    int headerBytes,
    Duration requestPatience,
    int unreadBytes,
    Duration readPatience) {
  public static final ClientLimits DEFAULT =
      new ClientLimits(2 << 20, 16 << 10, Duration.ofSeconds(30), 1 << 20, Duration.ofSeconds(30));
}
