package dev.atrium.platform.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the gateway serves.
 *
 * @param port 0 = any free one
 * @param console folder of the web console, served at {@code /}
 * @param callDeadline of a call, from its arrival
 * @param drain how long calls in flight may go on after a stop
 */
public record GatewayOptions(
    String host,
    int port,
    Optional<Path> console,
    Duration callDeadline,
    Duration drain,
    ClientLimits clients) {
  public static final Duration DEFAULT_CALL_DEADLINE = Duration.ofMinutes(2);
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(20);

  public static GatewayOptions of(String host, int port, Optional<Path> console) {
    return new GatewayOptions(
        host, port, console, DEFAULT_CALL_DEADLINE, DEFAULT_DRAIN, ClientLimits.DEFAULT);
  }

  public GatewayOptions withDrain(Duration duration) {
    return new GatewayOptions(host, port, console, callDeadline, duration, clients);
  }

  public GatewayOptions withCallDeadline(Duration duration) {
    return new GatewayOptions(host, port, console, duration, drain, clients);
  }

  public GatewayOptions withClients(ClientLimits limits) {
    return new GatewayOptions(host, port, console, callDeadline, drain, limits);
  }
}
