package dev.atrium.platform.node;

import dev.atrium.platform.admission.TenantDirectory;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees what other nodes changed of tenants, and lets this node follow. */
final class TenantWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TenantWatch.class);
  private static final Duration ROUND = Duration.ofSeconds(2);

  private final TenantStore tenants;
  private final TenantDirectory directory;
  private Map<TenantId, Instant> known = Map.of();

  private TenantWatch(TenantStore tenants, TenantDirectory directory) {
    this.tenants = tenants;
    this.directory = directory;
  }

  static void start(Vertx vertx, TenantStore tenants, TenantDirectory directory) {
    var watch = new TenantWatch(tenants, directory);
    vertx.setPeriodic(ROUND.toMillis(), round -> watch.look());
  }

  private void look() {
    tenants
        .changes()
        .onSuccess(this::compare)
        .onFailure(away -> LOG.debug("Tenants cannot be looked at: {}", away.getMessage()));
  }

  private void compare(Map<TenantId, Instant> present) {
    var all = new HashSet<>(known.keySet());
    all.addAll(present.keySet());
    for (var tenant : all) {
      boolean first = known.isEmpty();
      if (!first
          && !String.valueOf(known.get(tenant)).equals(String.valueOf(present.get(tenant)))) {
        directory
            .refresh(tenant)
            .onFailure(
                failure -> LOG.warn("Tenant {} is not renewed: {}", tenant, failure.getMessage()));
      }
    }
    known = present;
  }
}
