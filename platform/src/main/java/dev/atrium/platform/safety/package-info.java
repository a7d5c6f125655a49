/**
 * The content filter: finds a tenant's forbidden words in text, however they are disguised, and
 * says what to do about them. Entry types: {@link dev.atrium.platform.safety.FilterRegistry} for a
 * tenant's filter, {@link dev.atrium.platform.safety.ContentFilter} for whole texts and {@link
 * dev.atrium.platform.safety.StreamFilter} for text that arrives in pieces. A filter is immutable
 * and may be used by any thread; a stream filter belongs to one stream. Nothing here does I/O
 * except reading lexicons. Knows tenancy's identity and failures, no other room.
 */
@NullMarked
package dev.atrium.platform.safety;

import org.jspecify.annotations.NullMarked;
