/**
 * Compares models with saved results of an exact reference.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.golden.ModelCheck}. Blocking; loads models of
 * its own, beside none that serves. Must not know Vert.x, HTTP or tenants.
 */
@NullMarked
package dev.atrium.platform.inference.golden;

import org.jspecify.annotations.NullMarked;
