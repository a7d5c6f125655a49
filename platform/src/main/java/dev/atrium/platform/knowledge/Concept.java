package dev.atrium.platform.knowledge;

import java.util.List;

/**
 * A thing a question speaks of, with the ways to say it.
 *
 * @param phrases each the search terms of one way to say it, the question's own way first
 * @param emphasis how much it matters beside its rarity
 */
record Concept(List<List<String>> phrases, double emphasis) {
  /** A number is mostly the asker's own: an age, an amount, a size. */
  private static final double NUMBER = 0.25;

  /** A name that the knowledge never mentions tells that it is about something else. */
  private static final double UNKNOWN_NAME = 2;

  static Concept of(List<List<String>> phrases) {
    return new Concept(phrases, isNumber(phrases.getFirst()) ? NUMBER : 1);
  }

  static Concept number(String term) {
    return new Concept(List.of(List.of(term)), NUMBER);
  }

  static Concept unknownName(String term) {
    return new Concept(List.of(List.of(term)), UNKNOWN_NAME);
  }

  private static boolean isNumber(List<String> phrase) {
    return String.join("", phrase)
        .chars()
        .allMatch(it -> Character.isDigit(it) || ".,".indexOf(it) >= 0);
  }
}
