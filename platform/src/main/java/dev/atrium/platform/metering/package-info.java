/**
 * Metering: the append-only usage ledger, its spool and its reports. Entry types: {@link
 * dev.atrium.platform.metering.LedgerEntry} and {@link dev.atrium.platform.metering.UsageReport}.
 * The Metering actor owns the buffer and the spool. Knows neither HTTP nor the engine's insides.
 */
@NullMarked
package dev.atrium.platform.metering;

import org.jspecify.annotations.NullMarked;
