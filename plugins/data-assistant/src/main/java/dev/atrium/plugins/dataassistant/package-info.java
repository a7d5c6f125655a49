/**
 * The data assistant: answers questions from the tenant's database with a table, a chart, the plan
 * in words and the SQL. Entry type: {@link dev.atrium.plugins.dataassistant.DataAssistant}. One
 * instance serves all threads and keeps nothing. Knows the SPI alone.
 */
@NullMarked
package dev.atrium.plugins.dataassistant;

import org.jspecify.annotations.NullMarked;
