/**
 * What a plugin may cost: limits, the breaker between a plugin and a tenant, and the meter of a
 * thread. Entry types: {@link dev.atrium.platform.plugin.bounds.PluginLimits}, {@link
 * dev.atrium.platform.plugin.bounds.TenantBounds} and {@link
 * dev.atrium.platform.plugin.bounds.ThreadMeter}. Used on the host's context. Knows no turns.
 */
@NullMarked
package dev.atrium.platform.plugin.bounds;

import org.jspecify.annotations.NullMarked;
