package dev.atrium.platform.knowledge;

import java.util.List;

/**
 * A thing a question speaks of, with the ways to say it.
 *
 * @param phrases each the search terms of one way to say it, the question's own way first
 */
record Concept(List<List<String>> phrases) {
  static Concept of(String term) {
    return new Concept(List.of(List.of(term)));
  }
}
