/**
 * The operator's routes: the plugins of the node. Entry type: {@link
 * dev.atrium.platform.gateway.operator.PluginEndpoints}. Event loop only. Knows no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.operator;

import org.jspecify.annotations.NullMarked;
