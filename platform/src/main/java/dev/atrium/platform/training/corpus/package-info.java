/**
 * Turns public texts, made-up facts and the tenants' knowledge into dialogues to learn from.
 *
 * <p>Entry types: {@link dev.atrium.platform.training.corpus.Corpus} and {@link
 * dev.atrium.platform.training.corpus.Exercises}. Both are read-only after construction; all chance
 * comes from the generator handed in. Must not know tokens, tensors or the tenants' golden
 * questions.
 */
@NullMarked
package dev.atrium.platform.training.corpus;

import org.jspecify.annotations.NullMarked;
