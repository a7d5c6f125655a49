/**
 * Tenants and their API keys in the database. Entry types: {@link
 * dev.atrium.platform.tenancy.store.TenantStore} and {@link
 * dev.atrium.platform.tenancy.store.ApiKeys}. Asynchronous, any thread. Knows neither HTTP nor DJL.
 */
@NullMarked
package dev.atrium.platform.tenancy.store;

import org.jspecify.annotations.NullMarked;
