/**
 * The commands of {@code atrium eval} that take a user's files. Entry types: one command each. Main
 * thread. Knows the evaluations and what they measure.
 */
@NullMarked
package dev.atrium.platform.cli.evaluation;

import org.jspecify.annotations.NullMarked;
