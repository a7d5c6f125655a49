/**
 * A node: opens every part in order of need, connects them, and closes them again. Entry type:
 * {@link dev.atrium.platform.node.AtriumNode}. Start and close block. The only room that knows all
 * others; none but the commands knows it.
 */
@NullMarked
package dev.atrium.platform.node;

import org.jspecify.annotations.NullMarked;
