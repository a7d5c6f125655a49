/**
 * Finds plugins in a folder and loads each in a class loader of its own. Entry type: {@link
 * dev.atrium.platform.plugin.loading.PluginCatalog}. PF4J's manager is not thread-safe: one thread
 * loads, at start. Knows neither turns nor the mesh.
 */
@NullMarked
package dev.atrium.platform.plugin.loading;

import org.jspecify.annotations.NullMarked;
