package dev.atrium.platform.calls;

import java.time.Instant;
import java.util.Optional;

/**
 * Asks what a tenant used. Answered with a {@code UsageReport} that holds every call closed before.
 *
 * @param from inclusive; empty = from the beginning
 * @param to exclusive; empty = until now
 * @param rows how many of the latest ledger rows to list, 0 to 1000
 */
public record UsageQuestion(Optional<Instant> from, Optional<Instant> to, int rows) {}
