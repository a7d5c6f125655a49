/**
 * What operators and tenants' administrators ask of a node, as messages. Entry types: {@link
 * dev.atrium.platform.operations.PluginQuestion} and its neighbours. Plain records; any thread.
 * Knows no room.
 */
@NullMarked
package dev.atrium.platform.operations;

import org.jspecify.annotations.NullMarked;
