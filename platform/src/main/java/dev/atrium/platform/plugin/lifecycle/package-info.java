/**
 * The life of plugins while the node serves: installs, upgrades, rolls back and removes them, lends
 * the version that serves to each turn, and watches that a replaced one really goes. Entry types:
 * {@link dev.atrium.platform.plugin.lifecycle.PluginRegistry} to lend, {@link
 * dev.atrium.platform.plugin.lifecycle.PluginActor} to change. Lending is for any thread; changes
 * run one after another on a thread of their own. Knows neither HTTP nor turns.
 */
@NullMarked
package dev.atrium.platform.plugin.lifecycle;

import org.jspecify.annotations.NullMarked;
