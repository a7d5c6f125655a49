/**
 * The gateway: the one HTTP door. Parses, authenticates, checks requests against the OpenAPI
 * document, hands them to the tenant's actor and writes its answers. Entry type: {@link
 * dev.atrium.platform.gateway.Gateway}. One verticle per event loop; nothing blocks. Knows no rule
 * of business.
 */
@NullMarked
package dev.atrium.platform.gateway;

import org.jspecify.annotations.NullMarked;
