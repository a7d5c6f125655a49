/**
 * {@code atrium plugin}: the operator's and the author's commands around plugins. Entry type:
 * {@link dev.atrium.platform.cli.plugin.PluginCommand}. Runs on the command's thread. Talks to a
 * running node over HTTP alone.
 */
@NullMarked
package dev.atrium.platform.cli.plugin;

import org.jspecify.annotations.NullMarked;
