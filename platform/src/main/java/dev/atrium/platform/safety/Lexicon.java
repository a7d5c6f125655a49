package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.List;

/**
 * The forbidden words of a tenant and the phrases that are allowed although they hold one.
 *
 * @param entries what to find
 * @param allowed phrases inside which nothing is found, for example place names
 */
public record Lexicon(List<LexiconEntry> entries, List<String> allowed) {
  /** The category of entries whose file names none. */
  public static final String DEFAULT_CATEGORY = "general";

  /** A lexicon that finds nothing. */
  public static final Lexicon EMPTY = new Lexicon(List.of(), List.of());

  public Lexicon {
    entries = List.copyOf(entries);
    allowed = List.copyOf(allowed);
  }

  /** This lexicon and another, as one. */
  public Lexicon and(Lexicon other) {
    var all = new ArrayList<>(entries);
    all.addAll(other.entries);
    var allAllowed = new ArrayList<>(allowed);
    allAllowed.addAll(other.allowed);
    return new Lexicon(all, allAllowed);
  }
}
