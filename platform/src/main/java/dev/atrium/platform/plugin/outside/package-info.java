/**
 * What lies outside the platform for a plugin: secrets and HTTP, each as far as it was granted.
 * Entry type: {@link dev.atrium.platform.plugin.outside.Outside}. Called on a turn's thread;
 * blocks. Knows no turns.
 */
@NullMarked
package dev.atrium.platform.plugin.outside;

import org.jspecify.annotations.NullMarked;
