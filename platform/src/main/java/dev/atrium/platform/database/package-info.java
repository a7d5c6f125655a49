/**
 * The database: an embedded PostgreSQL or an outside one, its migrations, and tenant-scoped access
 * to it. Entry types: {@link dev.atrium.platform.database.Database} on the request path, {@link
 * dev.atrium.platform.database.EmbeddedPostgres} and {@link
 * dev.atrium.platform.database.Migrations} at start. The types used at start block and belong on a
 * thread of their own; {@code Database} never blocks. Knows no table's meaning and no other room
 * but failure and tenancy's {@code TenantId}.
 */
@NullMarked
package dev.atrium.platform.database;

import org.jspecify.annotations.NullMarked;
