package dev.atrium.platform.allowance;

import dev.atrium.platform.tenancy.Allowance.Measure;
import java.time.Instant;

/**
 * How an allowance stands.
 *
 * @param remaining of {@code most}, both in units of accounting; exact when it is near its end
 */
public record Standing(
    String subject, Measure measure, long most, long remaining, Instant resetsAt) {}
