package dev.atrium.platform.data.question;

import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.QueryPlan;
import java.util.ArrayList;

/** Joins a follow-up question's plan to the plan that it leans on: "and in France?". */
final class FollowUp {
  private FollowUp() {}

  /** The earlier plan with the new conditions, in place of its own on the same columns. */
  static QueryPlan join(QueryPlan earlier, QueryPlan now) {
    var filters = new ArrayList<Condition>();
    for (var filter : earlier.filters()) {
      if (now.filters().stream().noneMatch(one -> sameColumn(one, filter))) {
        filters.add(filter);
      }
    }
    filters.addAll(now.filters());
    var joined = earlier.withFilters(filters);
    if (!now.groups().isEmpty()) {
      return now.withFilters(filters);
    }
    return now.order().isEmpty()
        ? joined
        : joined.withOrder(now.order(), now.limit() == 0 ? earlier.limit() : now.limit());
  }

  private static boolean sameColumn(Condition one, Condition other) {
    return one instanceof Condition.Compare first
        && other instanceof Condition.Compare second
        && first.of().table().equals(second.of().table())
        && first.of().column().equals(second.of().column());
  }
}
