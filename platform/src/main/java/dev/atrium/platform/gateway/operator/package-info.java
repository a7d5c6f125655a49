/**
 * The operator's routes: tenants, their keys, the audit log, and the plugins of the node. Entry
 * types: {@link dev.atrium.platform.gateway.operator.OperatorEndpoints} and {@link
 * dev.atrium.platform.gateway.operator.PluginEndpoints}. Event loop only. Knows no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.operator;

import org.jspecify.annotations.NullMarked;
