/**
 * Trains a byte-level BPE vocabulary and encodes with it.
 *
 * <p>Entry type: {@link dev.atrium.platform.training.tokens.BytePairTrainer}. A trainer belongs to
 * one thread, a tokenizer to many. Must not know what the text is for.
 */
@NullMarked
package dev.atrium.platform.training.tokens;

import org.jspecify.annotations.NullMarked;
