/**
 * Tenants: identity, definition and the packs they arrive in. Entry types: {@link
 * dev.atrium.platform.tenancy.TenantId}, {@link dev.atrium.platform.tenancy.TenantDefinition} and
 * {@link dev.atrium.platform.tenancy.PackReader}, which blocks. Storage lies in {@code
 * tenancy.store}. Knows neither HTTP nor DJL nor the database.
 */
@NullMarked
package dev.atrium.platform.tenancy;

import org.jspecify.annotations.NullMarked;
