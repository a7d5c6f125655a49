/**
 * Checkpoints with random weights in the shape of published models, for measuring where no real
 * ones are at hand.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.model.sample.SampleModel}. Any thread; writes
 * files and blocks. Must not know how models are computed.
 */
@NullMarked
package dev.atrium.platform.inference.model.sample;

import org.jspecify.annotations.NullMarked;
