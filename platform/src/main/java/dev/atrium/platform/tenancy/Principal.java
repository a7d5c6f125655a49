package dev.atrium.platform.tenancy;

import java.util.Optional;

/**
 * Whom an API key or a token speaks for.
 *
 * @param keyId names the key in the ledger and in logs; says nothing about its secret
 * @param endUser the tenant's own customer, if it speaks for one alone
 */
public record Principal(TenantId tenant, String keyId, Role role, Optional<String> endUser) {
  /** A key that may do everything within its tenant. */
  public Principal(TenantId tenant, String keyId) {
    this(tenant, keyId, Role.ADMIN, Optional.empty());
  }
}
