/**
 * Telling intents apart by examples. Entry type: {@link
 * dev.atrium.plugins.customerservice.intent.IntentTrainer}. Learning computes on the caller's
 * thread and the common pool and depends on examples and seed alone; what was learnt is immutable.
 * Knows the SPI alone.
 */
@NullMarked
package dev.atrium.plugins.customerservice.intent;

import org.jspecify.annotations.NullMarked;
