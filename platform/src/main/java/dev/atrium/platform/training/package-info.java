/**
 * Pretrains the small decoder that is shipped: tokenizer, exercises, training loop, evaluation and
 * the Hugging Face folder that comes out.
 *
 * <p>Entry type: {@link dev.atrium.platform.training.Pretraining}, which drives a {@link
 * dev.atrium.platform.training.Learner}. A run belongs to one thread. Must not know libtorch,
 * Vert.x or HTTP; the learner's implementation is handed in.
 */
@NullMarked
package dev.atrium.platform.training;

import org.jspecify.annotations.NullMarked;
