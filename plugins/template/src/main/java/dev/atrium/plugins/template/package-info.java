/** A scenario to begin with: answers with the best passage, or hands over. */
@NullMarked
package dev.atrium.plugins.template;

import org.jspecify.annotations.NullMarked;
