package dev.atrium.platform.gateway;

import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.tenancy.Authenticator;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the gateway works with.
 *
 * @param health what {@code /health/ready} asks
 * @param metrics the text of {@code /metrics}; may block
 */
public record GatewayParts(
    Mesh mesh,
    Authenticator keys,
    TenantHost tenants,
    List<HealthCheck> health,
    Supplier<String> metrics) {
  public GatewayParts {
    health = List.copyOf(health);
  }
}
