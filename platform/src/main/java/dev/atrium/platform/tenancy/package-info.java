/**
 * Tenants: identity, definition, keys, and the Tenant actor that holds the rules of a tenant's
 * calls. Entry types: {@link dev.atrium.platform.tenancy.TenantId}. Storage is asynchronous. Knows
 * neither HTTP nor DJL.
 */
@NullMarked
package dev.atrium.platform.tenancy;

import org.jspecify.annotations.NullMarked;
