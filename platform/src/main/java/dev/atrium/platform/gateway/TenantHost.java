package dev.atrium.platform.gateway;

import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;

/** Sees to it that tenants can be asked. */
@FunctionalInterface
public interface TenantHost {
  /** Completes when the tenant's actor answers at its address. */
  Future<Void> ensure(TenantId tenant);
}
