package dev.atrium.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tenant wrote for its scenarios: prompts, examples, word lists. */
public interface Content {
  /** The text of {@code prompts/<name>.md}. */
  Optional<String> prompt(String name);

  /** Example texts by label, from {@code intents.yaml}; empty if there are none. */
  Map<String, List<String>> intents();

  /** Groups of words that mean the same, from {@code synonyms.yaml}; empty if there are none. */
  List<List<String>> synonyms();
}
