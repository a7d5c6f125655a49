package dev.atrium.platform.knowledge;

import java.util.Optional;

/** The words of a tenant's knowledge. */
interface Vocabulary {
  /** Passages that hold a search term. */
  int frequency(String term);

  /** The written word that a misspelt one most likely stands for. */
  Optional<String> nearest(String word);
}
