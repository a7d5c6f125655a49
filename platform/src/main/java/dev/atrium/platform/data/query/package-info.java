/**
 * From a query plan to rows: checked against the layer, rendered by jOOQ, run read-only within
 * limits. SQL text of strong models goes through {@link dev.atrium.platform.data.query.SqlGuard}.
 * Entry type: {@link dev.atrium.platform.data.query.GuardedQueries}. Blocking; for virtual threads.
 * Must not know questions, tenants or plugins.
 */
@NullMarked
package dev.atrium.platform.data.query;

import org.jspecify.annotations.NullMarked;
