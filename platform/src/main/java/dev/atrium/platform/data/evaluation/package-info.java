/**
 * Measures how well questions become queries. Entry type: {@link
 * dev.atrium.platform.data.evaluation.SqlEvaluation}. Blocking. Must not know tenants or plugins.
 */
@NullMarked
package dev.atrium.platform.data.evaluation;

import org.jspecify.annotations.NullMarked;
