package dev.atrium.platform.tenancy;

/**
 * Whom an API key speaks for.
 *
 * @param keyId names the key in the ledger and in logs; says nothing about its secret
 */
public record Principal(TenantId tenant, String keyId) {}
