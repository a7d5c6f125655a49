/**
 * Tenants: identity, definition, keys, and the Tenant actor that holds the rules of a tenant's
 * calls. Entry types: {@link dev.atrium.platform.tenancy.TenantId}, {@link
 * dev.atrium.platform.tenancy.TenantStore}, {@link dev.atrium.platform.tenancy.ApiKeys}. Storage is
 * asynchronous; {@link dev.atrium.platform.tenancy.PackReader} blocks. Knows neither HTTP nor DJL.
 */
@NullMarked
package dev.atrium.platform.tenancy;

import org.jspecify.annotations.NullMarked;
