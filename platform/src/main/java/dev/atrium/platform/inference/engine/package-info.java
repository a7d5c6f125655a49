/**
 * The engine: sequences, scheduling, KV-cache bookkeeping and sampling, in pure Java. Thread rule:
 * one owner thread per engine steps it; submissions may come from any thread. Knows neither Vert.x
 * nor DJL.
 */
@NullMarked
package dev.atrium.platform.inference.engine;

import org.jspecify.annotations.NullMarked;
