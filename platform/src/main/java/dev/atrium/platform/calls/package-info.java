/**
 * The messages that may be asked of a tenant: what the gateway sends to a Tenant actor and gets
 * back. Records only, immutable, any thread. Knows neither HTTP nor storage.
 */
@NullMarked
package dev.atrium.platform.calls;

import org.jspecify.annotations.NullMarked;
