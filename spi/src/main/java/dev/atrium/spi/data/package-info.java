/**
 * A tenant's data as a scenario sees it: what there is, and questions as plans that the host checks
 * and runs. Entry type: {@link dev.atrium.spi.data.DataSource}. Methods may block, like all of the
 * SPI. Knows the JDK; no connection and no driver ever comes through here.
 */
@NullMarked
package dev.atrium.spi.data;

import org.jspecify.annotations.NullMarked;
