package dev.atrium.platform.data.query;

import java.time.Duration;

/**
 * What one query may take.
 *
 * @param rows shown at the most
 * @param cost PostgreSQL's estimate at the most; about 100 per megabyte read
 */
public record QueryLimits(Duration time, int rows, double cost) {
  public static final QueryLimits USUAL = new QueryLimits(Duration.ofSeconds(10), 1_000, 5_000_000);
}
