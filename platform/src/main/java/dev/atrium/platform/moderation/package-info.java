/**
 * Tenants' content filters at work: their lexicons in the database, compiled and hot-reloaded, put
 * before and behind every call, and a record of what they met. Entry types: {@link
 * dev.atrium.platform.moderation.Moderation}, {@link dev.atrium.platform.moderation.CallGuard} for
 * one call, and {@link dev.atrium.platform.moderation.ModerationActor} for the messages of tenants.
 * A guard is used on one context; all else on any thread. Knows neither HTTP nor DJL.
 */
@NullMarked
package dev.atrium.platform.moderation;

import org.jspecify.annotations.NullMarked;
