/**
 * Failures that callers may see. Entry type: {@link dev.atrium.platform.failure.AtriumException}.
 * Any thread. Knows no other room.
 */
@NullMarked
package dev.atrium.platform.failure;

import org.jspecify.annotations.NullMarked;
