package dev.atrium.platform.tenancy;

import java.util.Optional;
import java.util.Set;

/**
 * Whom an API key or a token speaks for.
 *
 * @param keyId names the key in the ledger and in logs; says nothing about its secret
 * @param endUser the tenant's own customer, if it speaks for one alone
 * @param scopes of an API key; a token has none, its role says what it may
 */
public record Principal(
    TenantId tenant, String keyId, Role role, Optional<String> endUser, Set<Scope> scopes) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** Somebody in a role. */
  public Principal(TenantId tenant, String keyId, Role role, Optional<String> endUser) {
    this(tenant, keyId, role, endUser, Set.of());
  }

  /** A key that may do everything within its tenant. */
  public Principal(TenantId tenant, String keyId) {
    this(tenant, keyId, Set.of(Scope.ADMIN));
  }

  /** A key. */
  public Principal(TenantId tenant, String keyId, Set<Scope> scopes) {
    this(
        tenant,
        keyId,
        scopes.contains(Scope.ADMIN) ? Role.ADMIN : Role.SERVICE,
        Optional.empty(),
        scopes);
  }

  /** Whether a key has a scope, or that of everything. */
  public boolean holds(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }
}
