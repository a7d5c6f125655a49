/**
 * The routes of a tenant's scenarios. Entry type: {@link
 * dev.atrium.platform.gateway.scenario.TurnEndpoint}. Event loop only. Knows no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.scenario;

import org.jspecify.annotations.NullMarked;
