/**
 * Ways to recommend, learnt from what users did. Entry type: {@link
 * dev.atrium.plugins.recommendation.model.RecommenderTrainer}. Learning computes on the caller's
 * thread and the common pool, and depends on the data alone; what was learnt is immutable. Knows
 * the SPI alone.
 */
@NullMarked
package dev.atrium.plugins.recommendation.model;

import org.jspecify.annotations.NullMarked;
