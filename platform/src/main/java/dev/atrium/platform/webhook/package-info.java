/**
 * Tells tenants what happened: events that the database notes, signed and delivered to their
 * webhooks. Entry types: {@link dev.atrium.platform.webhook.WebhookActor} on the mesh and {@link
 * dev.atrium.platform.webhook.Courier}, one per node. Event loops; names are resolved on worker
 * threads. Must not know the gateway, nor why events happen.
 */
@NullMarked
package dev.atrium.platform.webhook;

import org.jspecify.annotations.NullMarked;
