package dev.atrium.platform.safety;

/**
 * One forbidden word or phrase.
 *
 * @param text as people would write it; not blank
 * @param category the lexicon's own name for the kind of word, for example {@code fraud}
 */
public record LexiconEntry(String text, String category, Action action) {
  public LexiconEntry {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A lexicon entry must not be blank");
    }
  }
}
