/**
 * The routes on which a tenant sees itself: its profile, its scenarios, its usage. Entry types:
 * {@link dev.atrium.platform.gateway.account.ProfileEndpoints} and {@link
 * dev.atrium.platform.gateway.account.UsageEndpoint}. Event loop only. Knows no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.account;

import org.jspecify.annotations.NullMarked;
