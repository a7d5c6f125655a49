package dev.atrium.platform.data.query;

import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSchema.Join;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The shortest ways between the tables of a layer. Immutable. */
public final class JoinPaths {
  private final Map<String, List<Step>> steps = new HashMap<>();

  public JoinPaths(DataSchema layer) {
    for (var join : layer.joins()) {
      if (!join.table().equals(join.toTable())) {
        add(new Step(join.table(), join.toTable(), join));
        add(new Step(join.toTable(), join.table(), join));
      }
    }
  }

  /** One join, walked in one direction. */
  public record Step(String from, String to, Join join) {}

  private void add(Step step) {
    var known = steps.computeIfAbsent(step.from(), none -> new ArrayList<>());
    if (known.stream().noneMatch(one -> one.to().equals(step.to()))) {
      known.add(step);
    }
  }

  /** The steps from one table to another; none if they are the same; empty if there is no way. */
  public Optional<List<Step>> path(String from, String to) {
    return path(Set.of(from), to);
  }

  /**
   * The joins that bring tables together, each step from a table that is there already.
   *
   * @return empty if some table cannot be reached
   */
  public Optional<List<Step>> tree(String root, Collection<String> tables) {
    var there = new LinkedHashSet<String>(Set.of(root));
    var all = new ArrayList<Step>();
    var missing = new ArrayList<>(new LinkedHashSet<>(tables));
    missing.removeAll(there);
    while (!missing.isEmpty()) {
      var best = nearest(there, missing);
      if (best.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(best.get());
      best.get().forEach(step -> there.add(step.to()));
      missing.removeAll(there);
    }
    return Optional.of(all);
  }

  private Optional<List<Step>> nearest(Set<String> there, List<String> missing) {
    return missing.stream()
        .flatMap(table -> path(there, table).stream())
        .min((one, other) -> Integer.compare(one.size(), other.size()));
  }

  private Optional<List<Step>> path(Set<String> from, String to) {
    if (from.contains(to)) {
      return Optional.of(List.of());
    }
    Map<String, Step> cameBy = new HashMap<>();
    var seen = new LinkedHashSet<>(from);
    var next = new ArrayDeque<>(from);
    while (!next.isEmpty()) {
      for (var step : steps.getOrDefault(next.remove(), List.of())) {
        if (seen.add(step.to())) {
          cameBy.put(step.to(), step);
          if (step.to().equals(to)) {
            return Optional.of(walked(cameBy, to));
          }
          next.add(step.to());
        }
      }
    }
    return Optional.empty();
  }

  private static List<Step> walked(Map<String, Step> cameBy, String to) {
    var way = new ArrayList<Step>();
    for (var step = cameBy.get(to); step != null; step = cameBy.get(step.from())) {
      way.add(step);
    }
    Collections.reverse(way);
    return way;
  }
}
