/**
 * Finds plugins and loads each version in a class loader of its own, which goes when the version is
 * closed. Entry types: {@link dev.atrium.platform.plugin.loading.PluginCatalog} for a folder,
 * {@link dev.atrium.platform.plugin.loading.PluginLoading} for one version. One thread at a time;
 * blocks. Knows neither turns nor the mesh.
 */
@NullMarked
package dev.atrium.platform.plugin.loading;

import org.jspecify.annotations.NullMarked;
