package dev.atrium.platform.webhook;

import dev.atrium.platform.failure.AtriumException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where webhooks may lead: over TLS to public addresses, and anywhere the operator allows. An
 * address is resolved once and then connected to, so that a name cannot mean another one in
 * between.
 *
 * @param allowed hosts that may be private and unencrypted; {@code *.} stands for whatever is below
 */
public record TargetPolicy(List<String> allowed) {
  private static final int LAST_PORT = 65_535;

  public TargetPolicy {
    allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /** What can be said of an address without looking its name up. */
  void check(String url) {
    var target = parse(url);
    if (!target.getScheme().equals("https") && !allows(target.getHost())) {
      throw refused("it must begin with https://");
    }
    if (literal(target.getHost()).filter(TargetPolicy::isPrivate).isPresent()
        && !allows(target.getHost())) {
      throw refused("its address is not a public one");
    }
  }

  private static URI parse(String url) {
    try {
      var target = URI.create(url);
      if (target.getHost() != null && target.getPort() <= LAST_PORT && target.getPort() != 0) {
        return target;
      }
    } catch (IllegalArgumentException malformed) {
      throw refused("it is no URL");
    }
    throw refused("it names no host and port");
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  /**
   * The address to connect to; blocks.
   *
   * @throws AtriumException {@code webhook_target_refused} if it may not be, or has none
   */
  InetAddress resolve(URI target) {
    check(target.toString());
    try {
      var found = InetAddress.getAllByName(target.getHost());
      for (var address : found) {
        if (isPrivate(address) && !allows(target.getHost())) {
          throw refused("its address is not a public one");
        }
      }
      return found[0];
    } catch (UnknownHostException unknown) {
      throw refused("its host has no address");
    }
  }

  private boolean allows(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return allowed.stream()
        .anyMatch(
            pattern ->
                pattern.startsWith("*.")
                    ? name.endsWith(pattern.substring(1))
                    : name.equals(pattern));
  }

  static boolean isPrivate(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isReserved(address);
  }

  /** The ranges that the JDK has no word for. */
  private static boolean isReserved(InetAddress address) {
    var bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet6Address) {
      boolean uniqueLocal = (first & 0xfe) == 0xfc;
      boolean translated = first == 0 && second == 0x64;
      boolean tunnelled = first == 0x20 && (second == 0x02 || second == 0x01 && bytes[2] == 0);
      boolean compatible = first == 0 && second == 0;
      return uniqueLocal || translated || tunnelled || compatible;
    }
    boolean thisNetwork = first == 0;
    boolean shared = first == 100 && (second & 0xc0) == 64;
    boolean benchmarks = first == 198 && (second & 0xfe) == 18;
    boolean protocols = first == 192 && second == 0 && bytes[2] == 0;
    return thisNetwork || shared || benchmarks || protocols || first >= 240;
  }

  private static AtriumException refused(String why) {
    return AtriumException.caller(
        "webhook_target_refused",
        "The webhook's address is refused: " + why + ". The operator may allow its host.");
  }
}
