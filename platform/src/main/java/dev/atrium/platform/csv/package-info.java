/**
 * Tables as comma-separated text (RFC 4180). Entry type: {@link dev.atrium.platform.csv.CsvReader}.
 * Blocks on the stream it reads. Knows failures alone.
 */
@NullMarked
package dev.atrium.platform.csv;

import org.jspecify.annotations.NullMarked;
