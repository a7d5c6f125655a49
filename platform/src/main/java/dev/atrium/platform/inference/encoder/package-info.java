/**
 * Encoders that read whole texts: texts of about the same length gather for a moment and are
 * computed together, each tenant's in its turn.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.encoder.EncoderReplica}. One thread owns the
 * runner and its tensors; texts come from any. Must not know Vert.x, DJL or HTTP.
 */
@NullMarked
package dev.atrium.platform.inference.encoder;

import org.jspecify.annotations.NullMarked;
