/**
 * The plugin host: runs scenario turns, each on a platform thread of its own. Entry types: {@link
 * dev.atrium.platform.plugin.PluginHost} and its message {@link
 * dev.atrium.platform.plugin.PluginTurn}. What belongs to a turn is used by the turn's thread; what
 * the mesh needs is handed to the host's context. Knows neither tenants' rules nor HTTP nor
 * storage.
 */
@NullMarked
package dev.atrium.platform.plugin;

import org.jspecify.annotations.NullMarked;
