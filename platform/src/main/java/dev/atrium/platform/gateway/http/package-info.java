/**
 * HTTP as the gateway's endpoints see it: an exchange, its strict JSON body, its answer whole or as
 * events, and the one table from failures to status codes. Entry types: {@link
 * dev.atrium.platform.gateway.http.Exchange} and {@link dev.atrium.platform.gateway.http.Endpoint}.
 * Everything runs on the connection's event loop and never blocks. Knows no endpoint.
 */
@NullMarked
package dev.atrium.platform.gateway.http;

import org.jspecify.annotations.NullMarked;
