package dev.atrium.platform.gateway;

import dev.atrium.platform.gateway.operator.OperatorServices;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.tenancy.Authenticator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the gateway works with.
 *
 * @param health what {@code /health/ready} asks
 * @param operator what the operator's routes work with; without it they refuse
 * @param metrics the text of {@code /metrics}; may block
 */
public record GatewayParts(
    Mesh mesh,
    Authenticator keys,
    TenantHost tenants,
    List<HealthCheck> health,
    Supplier<String> metrics,
    Optional<OperatorServices> operator) {
  public GatewayParts {
    health = List.copyOf(health);
  }

  /** Parts of a gateway that serves no operator. */
  public GatewayParts(
      Mesh mesh,
      Authenticator keys,
      TenantHost tenants,
      List<HealthCheck> health,
      Supplier<String> metrics) {
    this(mesh, keys, tenants, health, metrics, Optional.empty());
  }
}
