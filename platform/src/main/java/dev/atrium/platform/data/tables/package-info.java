/**
 * Tables that tenants bring along as CSV: typed by what they hold, kept in a schema of their own,
 * read by a role of their own. Entry type: {@link dev.atrium.platform.data.tables.OwnTables}.
 * Blocking; for virtual threads. Must not know questions, plugins or the gateway.
 */
@NullMarked
package dev.atrium.platform.data.tables;

import org.jspecify.annotations.NullMarked;
