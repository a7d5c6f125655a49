/**
 * Data sources of tenants: opened from a database and its semantic layer, asked in plans. Entry
 * type: {@link dev.atrium.platform.data.OpenSource}. Blocking; for virtual threads. Must not know
 * plugins, the gateway or the node.
 */
@NullMarked
package dev.atrium.platform.data;

import org.jspecify.annotations.NullMarked;
