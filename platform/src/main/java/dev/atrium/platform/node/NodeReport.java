package dev.atrium.platform.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself once it is ready.
 *
 * @param url of the console and the API
 * @param operatorKey made at the first start and told only then
 * @param untilReady from the process's start
 */
public record NodeReport(
    String url,
    long pid,
    Optional<String> operatorKey,
    List<TenantReport> tenants,
    String model,
    List<PluginReport> plugins,
    String database,
    Duration untilReady) {
  public NodeReport {
    tenants = List.copyOf(tenants);
    plugins = List.copyOf(plugins);
  }

  /**
   * A tenant.
   *
   * @param apiKey made at the first start and told only then
   */
  public record TenantReport(String id, String name, Optional<String> apiKey) {}

  /**
   * A plugin.
   *
   * @param state {@code STARTED}, or {@code FAILED: } and the reason
   */
  public record PluginReport(String id, String version, String state) {}
}
