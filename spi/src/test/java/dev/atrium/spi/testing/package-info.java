/**
 * What the tests of every module share. Entry type: {@link dev.atrium.spi.testing.SkipReport},
 * found by JUnit as a service. Called by one thread, the launcher's. Knows JUnit and the JDK only.
 */
@NullMarked
package dev.atrium.spi.testing;

import org.jspecify.annotations.NullMarked;
