/**
 * The operator's work: the life of tenants and their keys, and the audit log of all of it. Entry
 * types: {@link dev.atrium.platform.administration.Administration} and {@link
 * dev.atrium.platform.administration.AuditLog}. Any thread; what touches files says that it blocks.
 * Knows neither HTTP nor calls.
 */
@NullMarked
package dev.atrium.platform.administration;

import org.jspecify.annotations.NullMarked;
