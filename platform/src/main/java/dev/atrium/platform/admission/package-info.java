/**
 * The Tenant actor: admits, runs and closes the calls of one tenant, and writes each to the ledger.
 * Entry types: {@code TenantActor}, {@code TenantDirectory}. An actor's state is used on its own
 * context only. Knows neither HTTP nor SQL nor DJL.
 */
@NullMarked
package dev.atrium.platform.admission;

import org.jspecify.annotations.NullMarked;
