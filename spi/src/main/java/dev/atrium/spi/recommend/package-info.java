/**
 * Ways of learning to recommend, brought by plugins for evaluations. Entry type: {@link
 * dev.atrium.spi.recommend.RecommenderLearner}. Learning computes on the caller's thread; what was
 * learnt is immutable. Knows the SPI's root alone.
 */
@NullMarked
package dev.atrium.spi.recommend;

import org.jspecify.annotations.NullMarked;
