/**
 * Telling apart what people want. Entry type: {@link dev.atrium.spi.intent.IntentLearner}. Learning
 * computes on the caller's thread; what was learnt is immutable. Knows the SPI's root alone.
 */
@NullMarked
package dev.atrium.spi.intent;

import org.jspecify.annotations.NullMarked;
