package dev.atrium.platform.inference;

import dev.atrium.platform.tenancy.TenantId;
import java.nio.file.Path;

/** What may be asked of a replica about tenants' adapters. */
final class AdapterMessages {

  /**
   * Publishes a PEFT folder under a name; who asks from then on gets it. Answered with {@link
   * Published}.
   */
  record Publish(TenantId tenant, String adapter, Path folder) {}

  /** Ends an adapter. Answered with {@link Retired}. */
  record Retire(TenantId tenant, String adapter) {}

  /**
   * @param version {@code name@number}, never used before
   */
  record Published(String version) {}

  /**
   * @param existed whether there was one
   */
  record Retired(boolean existed) {}

  private AdapterMessages() {}
}
