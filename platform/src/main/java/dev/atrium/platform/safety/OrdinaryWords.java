package dev.atrium.platform.safety;

import java.util.Set;

/** Common English words. A text of nothing but these is no disguise of something else. */
final class OrdinaryWords {
  private static final Set<String> WORDS = Set.copyOf(Tables.lines("ordinary-words.txt"));

  private OrdinaryWords() {}

  static boolean contains(String lowerCaseWord) {
    return WORDS.contains(lowerCaseWord);
  }
}
