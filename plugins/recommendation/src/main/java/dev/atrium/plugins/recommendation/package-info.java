/**
 * Recommendation: proposes items of the tenant's catalogue by what the user did and says now, with
 * reasons. Entry type: {@link dev.atrium.plugins.recommendation.Recommendation}. One instance
 * serves all threads; what was learnt is immutable. Knows the SPI alone.
 */
@NullMarked
package dev.atrium.plugins.recommendation;

import org.jspecify.annotations.NullMarked;
