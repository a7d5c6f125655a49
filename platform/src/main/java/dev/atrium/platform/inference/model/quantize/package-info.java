/**
 * Turns a checkpoint's matrices into 8-bit integers and writes them as a folder of their own.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.model.quantize.Quantizer}. Any thread; reads
 * and writes files and blocks. Must not know how models are computed.
 */
@NullMarked
package dev.atrium.platform.inference.model.quantize;

import org.jspecify.annotations.NullMarked;
