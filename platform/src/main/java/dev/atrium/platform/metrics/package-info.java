/**
 * What is measured of a running node, as Prometheus reads it. Entry type: {@link
 * dev.atrium.platform.metrics.Meters}. Any thread. Labels never hold what a person wrote.
 */
@NullMarked
package dev.atrium.platform.metrics;

import org.jspecify.annotations.NullMarked;
