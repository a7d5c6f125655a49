/**
 * The commands of {@code atrium}. Entry type: {@link dev.atrium.platform.cli.Atrium}. The only room
 * that prints. Main thread.
 */
@NullMarked
package dev.atrium.platform.cli;

import org.jspecify.annotations.NullMarked;
