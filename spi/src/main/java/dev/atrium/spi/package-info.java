/**
 * All that a plugin author sees. Entry type: {@link dev.atrium.spi.Scenario}. Methods may block:
 * they run on virtual threads, and a deadline or a caller who went away comes as an interrupt.
 * Knows the JDK and PF4J's marker, nothing of the platform.
 */
@NullMarked
package dev.atrium.spi;

import org.jspecify.annotations.NullMarked;
