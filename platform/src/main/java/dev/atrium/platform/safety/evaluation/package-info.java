/**
 * Measures the content filter: makes disguised words from any lexicon, by tables of its own, plants
 * them in ordinary sentences, and counts what is found. Entry type: {@link
 * dev.atrium.platform.safety.evaluation.FilterEvaluation}. One thread. Knows the filter only
 * through its public face.
 */
@NullMarked
package dev.atrium.platform.safety.evaluation;

import org.jspecify.annotations.NullMarked;
