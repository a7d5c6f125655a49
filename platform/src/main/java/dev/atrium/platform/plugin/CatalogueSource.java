package dev.atrium.platform.plugin;

import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.catalogue.Catalogue;
import java.util.Optional;

/** The way from a plugin's turn to a tenant's items and events. */
@FunctionalInterface
public interface CatalogueSource {
  /** The tenant's catalogue for a turn; its methods block on the turn's thread. */
  Catalogue open(TenantId tenant, Optional<String> endUser);
}
