package dev.atrium.platform.calls;

import java.time.Instant;

/**
 * Asks what a tenant used in each hour, by everything a call is told apart by. Answered with {@code
 * UsageHours}.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record UsageHoursQuestion(Instant from, Instant to) {}
