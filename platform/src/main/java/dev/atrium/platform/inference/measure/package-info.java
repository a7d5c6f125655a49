/**
 * Measures the engine with a model, and the machine that it runs on.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.measure.EngineBenchmark}. Blocks the calling
 * thread for as long as it measures. Must not know HTTP, tenants or the command line.
 */
@NullMarked
package dev.atrium.platform.inference.measure;

import org.jspecify.annotations.NullMarked;
