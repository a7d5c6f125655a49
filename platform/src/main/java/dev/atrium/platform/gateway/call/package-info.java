/**
 * Calls of a tenant on behalf of an HTTP client: begun, streamed or collected, cancelled when the
 * client goes, closed once with what was delivered. Entry types: {@link
 * dev.atrium.platform.gateway.call.CallDesk}, {@link
 * dev.atrium.platform.gateway.call.StreamedAnswer} and {@link
 * dev.atrium.platform.gateway.call.WholeAnswer}. Runs on the connection's event loop. Knows no
 * endpoint and no rule of business.
 */
@NullMarked
package dev.atrium.platform.gateway.call;

import org.jspecify.annotations.NullMarked;
