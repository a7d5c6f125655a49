package dev.atrium.platform.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tenant's words that mean the same, as sequences of units (words or characters). */
final class Synonyms {
  private final Map<List<String>, List<List<String>>> groups = new HashMap<>();
  private int longest;

  /**
   * @param units cuts a phrase into the units that questions are matched by
   */
  Synonyms(List<List<String>> groups, Function<String, List<String>> units) {
    for (var group : groups) {
      var phrases = group.stream().map(units).filter(phrase -> !phrase.isEmpty()).toList();
      for (var phrase : phrases) {
        this.groups.computeIfAbsent(phrase, key -> new ArrayList<>()).addAll(phrases);
        longest = Math.max(longest, phrase.size());
      }
    }
  }

  /** The longest known phrase that begins at {@code from}. */
  Optional<List<String>> longestAt(List<String> units, int from) {
    for (var length = Math.min(longest, units.size() - from); length > 0; length--) {
      var phrase = units.subList(from, from + length);
      if (groups.containsKey(phrase)) {
        return Optional.of(List.copyOf(phrase));
      }
    }
    return Optional.empty();
  }

  /** The phrase itself, then all that mean the same. */
  List<List<String>> of(List<String> phrase) {
    return Stream.concat(Stream.of(phrase), groups.getOrDefault(phrase, List.of()).stream())
        .distinct()
        .toList();
  }
}
