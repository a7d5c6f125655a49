package dev.atrium.platform.tenancy;

/**
 * The operator of the installation, who may cross tenants on the routes made for it.
 *
 * @param keyId names the key in logs; says nothing about its secret
 */
public record Operator(String keyId) {}
