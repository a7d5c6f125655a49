/**
 * Measures parts of the platform on anybody's files. Entry types: {@link
 * dev.atrium.platform.evaluation.IntentEvaluation}, {@link
 * dev.atrium.platform.evaluation.RetrievalEvaluation}, {@link
 * dev.atrium.platform.evaluation.RecommendEvaluation}. Computes on the caller's thread; the figures
 * depend on files and seed alone, but for times. Prints nothing; knows neither HTTP nor nodes.
 */
@NullMarked
package dev.atrium.platform.evaluation;

import org.jspecify.annotations.NullMarked;
