/**
 * The settings of a node: read from flags, environment, file and defaults, in that order of
 * precedence; all problems are reported together. Entry types: {@link
 * dev.atrium.platform.config.SettingsLoader}, {@link dev.atrium.platform.config.Settings}. Any
 * thread, at start only. Knows no room but failure.
 */
@NullMarked
package dev.atrium.platform.config;

import org.jspecify.annotations.NullMarked;
