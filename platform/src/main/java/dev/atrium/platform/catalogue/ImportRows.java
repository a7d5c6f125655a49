package dev.atrium.platform.catalogue;

import dev.atrium.platform.tenancy.TenantId;
import java.util.List;
import java.util.Map;

/**
 * Brings rows in. Answered with {@link ImportReport}.
 *
 * @param rows each the values of its columns by name; names as in {@link RowReader}
 */
public record ImportRows(TenantId tenant, Kind kind, List<Map<String, String>> rows) {
  /** What rows are. */
  public enum Kind {
    ITEMS,
    EVENTS
  }
}
